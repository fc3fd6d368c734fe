"""English and Vietnamese words for the record's closed vocabularies, in the order in which they are shown."""

from __future__ import annotations

ROLES: dict[str, tuple[str, str]] = {
    "chair": ("chair", "trưởng ban"),
    "standing_vice_chair": ("standing vice chair", "phó trưởng ban thường trực"),
    "vice_chair": ("vice chair", "phó trưởng ban"),
    "standing_member": ("standing member", "ủy viên thường trực"),
    "secretary": ("secretary", "thư ký"),
    "member": ("member", "thành viên"),
}

EVENTS: dict[str, tuple[str, str]] = {
    "established": ("established", "thành lập"),
    "consolidated": ("consolidated", "kiện toàn"),
    "renamed": ("renamed", "đổi tên"),
    "supplemented": ("supplemented", "bổ sung, thay đổi thành viên"),
    "regulated": ("regulated", "ban hành quy chế"),
    "dissolved": ("dissolved", "giải thể"),
    "mentioned": ("mentioned", "được nhắc đến"),
}

FUNCTIONS: dict[str, tuple[str, str]] = {
    "announced": ("announced", "được ban hành"),
    "basis": ("basis", "căn cứ"),
    "amended": ("amended", "được sửa đổi, thay thế"),
    "cited": ("cited", "được dẫn"),
}

KINDS: dict[str, tuple[str, str]] = {
    "document": ("document", "văn bản"),
    "body": ("body", "ban, tổ"),
    "role": ("role", "vai trò"),
    "person": ("person", "nhân vật"),
    "agency": ("agency", "cơ quan"),
    "date": ("date", "ngày tháng"),
}
