"""What a shell is told when a file it named cannot be read or written."""

from __future__ import annotations

import errno

WORDS = {
    errno.ENOENT: "không thấy tệp hoặc thư mục này",
    errno.EACCES: "tài khoản chạy lệnh không có quyền",
    errno.EPERM: "tài khoản chạy lệnh không có quyền",
    errno.EROFS: "ổ đĩa chỉ cho đọc",
    errno.EISDIR: "đây là thư mục, không phải tệp",
    errno.ENOTDIR: "một phần của đường dẫn không phải thư mục",
    errno.ENOSPC: "ổ đĩa đã đầy",
}


def told(fault: OSError) -> str:
    """The file and what is wrong with it, in Vietnamese; a fault without words of ours by its number."""
    why = WORDS.get(fault.errno or 0, f"lỗi của hệ điều hành số {fault.errno}")
    return f"{fault.filename}: {why}." if fault.filename else f"{why[0].upper()}{why[1:]}."
