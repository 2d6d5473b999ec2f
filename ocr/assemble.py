"""Transcripts of a dossier to documents: which pages belong together, what each is and proposes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from pydantic import JsonValue

from domain.dates import PartialDate
from domain.events.dossier import Description, InventoryLine
from domain.events.envelope import Decision
from domain.evidence import Citation
from domain.numbers import DecisionNumber, read_number, same_number
from ocr import describing
from ocr.extract.case import Case, Paper, Said
from ocr.extract.cases import articles_of, cases_of, preamble_end
from ocr.extract.cited import cited_paper
from ocr.extract.printed import first_date
from ocr.extract.proposals import copy_said, field_of, proposal_of
from ocr.extract.registry import acts_of
from ocr.feet import Foot
from ocr.flow import Cut, Flow
from ocr.layout import PageLayout, flow_of, label_of, read_layout
from ocr.reading import DocumentReading, PageText, ProposedEvent, ProposedPerson
from ocr.rows import rows_of
from ocr.segments import Kind, Segment, as_one, segments_of
from ocr.tables import Role, Table, TableRow
from ocr.transcript import Transcript

Cite = Callable[[Cut, str], Citation | None]

_DECIDING = frozenset({"THONG_BAO", "VB_DINH_CHINH"})
"""Papers besides decisions that may announce a career event."""


def read_dossier(
    pages: tuple[PageText, ...], *, person: ProposedPerson | None = None
) -> tuple[DocumentReading, ...]:
    """Read a dossier's pages, in the dossier's order.

    Args:
        pages: every page, those without a transcript too.
        person: the dossier's own; a printed name that differs from it in a mark is not sure.
            Nothing is filled in from it.

    Returns:
        The documents in the order of their first pages; every page stands in exactly one.
    """
    return tuple(_reading(segment, person) for segment in segments_of(pages))


def read_document(
    pages: tuple[PageText, ...], *, person: ProposedPerson | None = None
) -> DocumentReading:
    """Read pages that are one document, as a person said: nothing is divided or put elsewhere."""
    return _reading(as_one(pages), person)


def page_label(transcript: Transcript) -> int | None:
    """The page number printed in the top margin; None on first pages, or if it was not read."""
    return label_of(rows_of(transcript))


def inventory_rows(transcripts: Sequence[Transcript]) -> tuple[InventoryLine, ...]:
    """The rows of a scanned mục lục văn bản: the pages of one inventory, in order."""
    found: list[InventoryLine] = []
    for place, transcript in enumerate(transcripts):
        for table in read_layout(transcript, page=place).tables:
            if Role.NUMBER in table.roles or Role.TITLE in table.roles:
                found.extend(_inventory_line(table, row) for row in table.rows)
    return tuple(found)


def _inventory_line(table: Table, row: TableRow) -> InventoryLine:
    def text(role: Role) -> str | None:
        cut = table.cell(row, role)
        return cut.text if cut else None

    def count(role: Role) -> int | None:
        cut = table.cell(row, role)
        digits = cut.text.strip(". ") if cut else ""
        return int(digits) if digits.isdigit() else None

    dated = table.cell(row, Role.DATE)
    date = first_date(dated.flow) if dated else None
    printed = (text(Role.NUMBER) or "").replace("- ", "-").replace("/ ", "/").strip(" ,.")
    number = read_number(printed)
    return InventoryLine(
        ordinal=count(Role.ORDINAL),
        number=number.full_no if number else printed or None,
        date=date.value if date else None,
        title=text(Role.TITLE),
        sheets=count(Role.SHEETS),
    )


# One document


def _reading(segment: Segment, person: ProposedPerson | None) -> DocumentReading:
    layouts = _layouts(segment)
    ids = tuple(page.text.page_id for page in segment.pages)
    if not layouts:
        empty = Description(doc_type="KHAC")
        return DocumentReading(
            page_ids=ids, description=empty, described_by=(), proposals=(), confidence=0.0
        )
    cite = _citing(segment)
    found = describing.describe(layouts)
    foot = next((layout.foot for layout in reversed(layouts) if layout.foot), None)
    text = flow_of(layouts)
    paper = Paper(
        doc_type=found.doc_type,
        title=found.title_cut,
        issuer=found.issuer,
        issued=found.issued,
        text=text,
        articles=articles_of(text),
    )
    of_paper = tuple(_decision_said(found, foot, paper))
    described = tuple(_description_said(found, layouts[0]))
    proposals: tuple[ProposedEvent, ...] = ()
    if found.doc_type.startswith("QD") or found.doc_type in _DECIDING:
        marks = copy_said(next((page.copy_mark for page in layouts if page.copy_mark), None))
        proposals = tuple(_proposals(paper, layouts, (*of_paper, *marks), cite, person))
    fields = tuple(field_of(said, cite) for said in described)
    return DocumentReading(
        page_ids=ids,
        description=_described(found, foot, of_paper),
        described_by=fields,
        proposals=proposals,
        confidence=min((field.confidence for field in fields), default=0.0),
    )


def _layouts(segment: Segment) -> list[PageLayout]:
    """The pages that carry text, each once, numbered by their place in the document."""
    read: list[PageLayout] = []
    for place, page in enumerate(segment.pages):
        transcript = page.text.transcript
        skip = page.kind in (Kind.BLANK, Kind.UNREAD) or page.place in segment.twins
        if transcript is not None and not skip:
            read.append(read_layout(transcript, page=place))
    return read


def _citing(segment: Segment) -> Cite:
    """Evidence for a cut: page, image and box in pixels of the scan."""
    texts = [page.text for page in segment.pages]

    def cite(cut: Cut, field: str) -> Citation | None:
        if cut.page is None:
            return None
        page = texts[cut.page]
        transcript = page.transcript
        if transcript is None:
            return None
        return Citation(
            page_id=page.page_id,
            digest=transcript.digest,
            image_no=transcript.image_no,
            width_px=transcript.width_px,
            height_px=transcript.height_px,
            box=cut.box,
            field=field,
        )

    return cite


def _proposals(
    paper: Paper,
    layouts: Sequence[PageLayout],
    envelope: tuple[Said, ...],
    cite: Cite,
    person: ProposedPerson | None,
) -> Iterator[ProposedEvent]:
    tables = [table for layout in layouts for table in layout.tables]
    for case in cases_of(paper, tables):
        yield from _of_case(case, envelope, cite, person)


def _of_case(
    case: Case, envelope: tuple[Said, ...], cite: Cite, person: ProposedPerson | None
) -> Iterator[ProposedEvent]:
    for act in acts_of(case):
        yield proposal_of(act, case, envelope=envelope, cite=cite, person=person)


def _decision_said(
    found: describing.Description, foot: Foot | None, paper: Paper
) -> Iterator[Said]:
    """The parts of the paper behind an event: `decision.*` and the date of issue."""
    if found.number is not None and found.number_cut is not None:
        number, cut = found.number, found.number_cut
        yield Said("decision.full_no", number.full_no, cut, sure=_annex_agrees(paper.text, number))
        yield Said("decision.number", number.number, cut)
        if number.suffix:
            yield Said("decision.suffix", number.suffix, cut)
        yield Said("decision.symbol", number.symbol, cut)
    yield Said("decision.doc_type", found.doc_type, paper.title or found.number_cut)
    if found.issued is not None:
        yield Said("issue_date", str(found.issued.value), found.issued.cut, found.issued.certain)
    if found.issuer:
        yield Said("decision.issuer_as_printed", found.issuer.text, found.issuer)
    if found.signer:
        yield Said("decision.signer_name", found.signer.text, found.signer)
    if foot is not None and foot.capacity:
        if foot.title:
            yield Said("decision.signer_title", foot.title.text, foot.title)
        if foot.mode:
            yield Said("decision.signer_mode", foot.mode.value, foot.capacity[0])
    if found.title:
        yield Said("decision.abstract", found.title, found.title_cut)
    bases = _legal_bases(paper.text)
    if bases:
        texts: list[JsonValue] = [cut.text for cut in bases]
        yield Said("decision.legal_bases", texts, bases[0], sure=False)


def _annex_agrees(text: Flow, number: DecisionNumber) -> bool:
    """An annex names the number of its decision: where the two differ one of them is misread."""
    cue = text.find(r"kem theo (?=quyet dinh so)")
    named = cited_paper(text, cue.end()) if cue else None
    return named is None or same_number(named.number.full_no, number.full_no)


def _legal_bases(text: Flow) -> list[Cut]:
    """The "Căn cứ …;" of the preamble."""
    end = preamble_end(text)
    starts = [m.start() for m in text.find_all(r"(?<![\w,])can cu (?=[a-z])", 0, end)]
    bases: list[Cut] = []
    if not starts:
        return bases
    for start, after in zip(starts, [*starts[1:], end], strict=True):
        stop = text.find(r";|\.(?=\s)|\bxet de nghi|\btheo de nghi", start, after)
        bases.append(text.cut(start, stop.start() if stop else after))
    return bases


def _description_said(found: describing.Description, first: PageLayout) -> Iterator[Said]:
    """Where the description was read: names are those of `Description`."""
    yield Said("doc_type", found.doc_type, first.type_cut or found.title_cut or found.number_cut)
    number = found.number.full_no if found.number else found.free_number
    if number and found.number_cut:
        yield Said("number", number, found.number_cut)
    if found.issued is not None:
        yield Said("issue_date", str(found.issued.value), found.issued.cut, found.issued.certain)
    if found.title:
        yield Said("title", found.title, found.title_cut)
    if found.issuer:
        yield Said("issuer", found.issuer.text, found.issuer)
    if found.signer:
        yield Said("signer", found.signer.text, found.signer)


def _described(
    found: describing.Description, foot: Foot | None, said: tuple[Said, ...]
) -> Description:
    number = found.number
    decision = None
    if number is not None or found.doc_type.startswith("QD"):
        decision = Decision(
            full_no=number.full_no if number else None,
            number=number.number if number else None,
            suffix=number.suffix if number else None,
            symbol=number.symbol if number else None,
            doc_type=found.doc_type,
            issuer_as_printed=found.issuer.text if found.issuer else None,
            signer_name=found.signer.text if found.signer else None,
            signer_title=foot.title.text if foot and foot.title else None,
            signer_mode=foot.mode if foot else None,
            abstract=found.title,
        )
    issued: PartialDate | None = found.issued.value if found.issued else None
    return Description(
        doc_type=found.doc_type,
        number=number.full_no if number else found.free_number,
        issue_date=issued,
        title=found.title,
        issuer=found.issuer.text if found.issuer else None,
        signer=found.signer.text if found.signer else None,
        decision=decision,
    )
