#!/bin/sh
# Makes this folder ready to run: system programs, the virtual environment, the locked packages.
# Usage: infra/prepare.sh demo|test|services     Quick when nothing is missing.
# `services`: what the tests on the real servers need beside the tests' own.
set -eu
cd "$(dirname "$0")/.."
goal=${1:-demo}

say() { printf '%s\n' "$*" >&2; }

# --- Programs of the system -----------------------------------------------------------------
missing=""
need() { missing="$missing $1"; }

models=$(tesseract --list-langs 2>/dev/null || true)
command -v tesseract >/dev/null 2>&1 || need tesseract-ocr
printf '%s\n' "$models" | grep -qx 'vie' || need tesseract-ocr-vie
printf '%s\n' "$models" | grep -qxE '(script/)?Vietnamese' || need tesseract-ocr-script-viet
printf '%s\n' "$models" | grep -qx 'osd' || need tesseract-ocr-osd
find /usr/share/fonts /usr/local/share/fonts "$HOME/.local/share/fonts" "$HOME/.fonts" \
    \( -name 'LiberationSerif-Regular.ttf' -o -name 'times.ttf' -o -name 'Times New Roman.ttf' \
    -o -name 'FreeSerif.ttf' -o -name 'NotoSerif-Regular.ttf' \) 2>/dev/null | grep -q . ||
    need fonts-liberation2
if [ "$goal" != demo ]; then
    command -v chromium >/dev/null 2>&1 || command -v chromium-browser >/dev/null 2>&1 ||
        command -v google-chrome >/dev/null 2>&1 || need chromium
fi

if [ "$goal" = services ]; then
    command -v initdb >/dev/null 2>&1 || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 ||
        need postgresql
    command -v javac >/dev/null 2>&1 || need default-jdk-headless
    command -v mvn >/dev/null 2>&1 || need maven
fi

python=""
for name in python3 python3.14 python3.13 python3.12 python3.11; do
    if command -v "$name" >/dev/null 2>&1 &&
        "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        python=$name
        break
    fi
done
[ -n "$python" ] || need python3
if [ -n "$python" ] && ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
    need "python3-venv"
fi

if [ -n "$missing" ]; then
    asks="apt-get install -y --no-install-recommends$missing"
    if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
        sudo=""
    elif command -v apt-get >/dev/null 2>&1 && command -v sudo >/dev/null 2>&1 &&
        sudo -n true 2>/dev/null; then
        sudo="sudo"
    else
        say "Thiếu phần mềm hệ thống. Hãy cài rồi chạy lại / Missing system packages; install them and run again:"
        say "    sudo $asks"
        exit 1
    fi
    say "Cài phần mềm hệ thống / Installing system packages:$missing"
    export DEBIAN_FRONTEND=noninteractive
    $sudo apt-get update -qq >&2 || true
    # shellcheck disable=SC2086
    if ! $sudo apt-get install -y -qq --no-install-recommends $missing >/dev/null; then
        say "Không cài được. Hãy chạy / Could not install; please run:"
        say "    sudo apt-get update && sudo $asks"
        exit 1
    fi
    [ -n "$python" ] || exec "$0" "$goal"
    "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
        say "Cần Python 3.11 trở lên / Python 3.11 or newer is needed."
        exit 1
    }
fi

# --- The virtual environment ----------------------------------------------------------------
stamp=.venv/.prepared
wanted=$(cat requirements.lock pyproject.toml | cksum)
if [ -x .venv/bin/hoso ] && [ "$(cat "$stamp" 2>/dev/null)" = "$wanted $(pwd)" ]; then
    exit 0
fi
say "Cài thư viện Python (đã khóa phiên bản) / Installing the locked Python packages ..."
[ -x .venv/bin/python ] || "$python" -m venv .venv
.venv/bin/python -m pip install -q --disable-pip-version-check --require-hashes --no-deps \
    -r requirements.lock >&2
.venv/bin/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation \
    -e . >&2
printf '%s' "$wanted $(pwd)" >"$stamp"
