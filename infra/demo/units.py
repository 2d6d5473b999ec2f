"""The units of the demo as lists that an archivist brings: what was so in 2019, and what the reform
of 2025 made of it. No real paper is cited but the resolution."""

from typing import Final

FILE: Final = "don-vi.csv"

IN_2019: Final = """\
mã,tên,ký hiệu,cấp,cấp trên,ngày
ub-bg,Ủy ban nhân dân tỉnh Bắc Giang,UBND,tỉnh,,1997
ub-bn,Ủy ban nhân dân tỉnh Bắc Ninh,UBND,tỉnh,,1997
snv,Sở Nội vụ,SNV,sở,ub-bg,1997
sgd,Sở Giáo dục và Đào tạo,SGDĐT,sở,ub-bg,1997
,"Phòng Công chức, viên chức",CCVC,phòng,snv,1997
,Phòng Tổ chức biên chế,TCBC,phòng,snv,1997
,Văn phòng Sở,VP,phòng,snv,1997
,Trung tâm Lưu trữ lịch sử,TTLT,đơn vị sự nghiệp,snv,1997
,Trường THPT Lạng Giang số 2,,đơn vị sự nghiệp,sgd,1997
ub-ln,Ủy ban nhân dân huyện Lục Nam,UBND,huyện,ub-bg,1997
,Phòng Nội vụ huyện Lục Nam,PNV,huyện,ub-ln,1997
,Trường THCS Nguyễn Du,,đơn vị sự nghiệp,ub-ln,1997
"""

SINCE_2025: Final = """\
việc,mã,đơn vị,tên,ký hiệu,cấp,cấp trên,từ,ngày
thành lập,,,Ban Chỉ đạo sắp xếp đơn vị hành chính tỉnh,,tỉnh,UBND tỉnh Bắc Giang,,01/01/2025
thành lập,snv,,Sở Nội vụ,SNV,sở,Ủy ban nhân dân tỉnh Bắc Ninh,,01/07/2025
hợp nhất,,snv,,,,,Sở Nội vụ tỉnh Bắc Giang,01/07/2025
thành lập,sgd,,Sở Giáo dục và Đào tạo,SGDĐT,sở,Ủy ban nhân dân tỉnh Bắc Ninh,,01/07/2025
hợp nhất,,sgd,,,,,Sở Giáo dục và Đào tạo tỉnh Bắc Giang,01/07/2025
thành lập,ub-xa,,Ủy ban nhân dân xã Lục Nam,UBND,xã,Ủy ban nhân dân tỉnh Bắc Ninh,,01/07/2025
thành lập,,,Văn phòng HĐND-UBND xã Lục Nam,VP,phòng,ub-xa,,01/07/2025
"""
