"""What the web says when something goes wrong, in Vietnamese."""

from __future__ import annotations

ERROR_HEADINGS = {
    400: "Yêu cầu chưa đúng",
    401: "Cần đăng nhập",
    403: "Không được phép",
    404: "Không tìm thấy",
    405: "Cách gọi không được hỗ trợ",
    409: "Đã có người sửa trước",
    411: "Thiếu dung lượng gửi lên",
    413: "Gửi lên quá nhiều",
    416: "Tệp không có phần này",
    422: "Tham số không hợp lệ",
    429: "Hãy đợi một chút",
    500: "Có lỗi ngoài dự kiến",
    503: "Tạm thời chưa phục vụ được",
}

UNKNOWN_PAGE = "Không có trang này. Hãy kiểm tra lại địa chỉ, hoặc tìm từ trang đầu."
NO_FORM = (
    "Máy chủ không đọc được nội dung gửi lên; hãy gửi tệp bằng trang “Thêm văn bản” (multipart)."
)
HALF_A_FORM = "Nội dung gửi lên bị đứt giữa chừng nên không tệp nào được nhận; hãy gửi lại."
UNKNOWN_ADDRESS = "API không có địa chỉ này; hãy xem /api/v1/openapi.json."
NO_SUCH_PART = "Tệp không có phần được hỏi (tiêu đề Range); hãy hỏi lại, hoặc tải cả tệp."
NOT_JSON = (
    "Nội dung gửi lên không phải JSON đúng khuôn mẫu (Content-Type: application/json); "
    "hãy xem /api/v1/openapi.json."
)
WRONG_METHOD = "Địa chỉ này không nhận cách gọi ấy."
BAD_REQUEST = "Máy chủ không hiểu yêu cầu này."
UNEXPECTED = (
    "Máy chủ gặp lỗi ngoài dự kiến; chi tiết đã được ghi vào nhật ký. "
    "Hãy thử lại, nếu vẫn lỗi thì báo cho người quản trị."
)
ORIGINAL_GONE = (
    "Tệp gốc của văn bản này không còn trong kho. Hãy báo cho người quản trị chạy lệnh kb doctor."
)

LOGIN_NEEDED = (
    "Cần đăng nhập, hoặc gửi mã truy cập trong tiêu đề Authorization: Bearer; "
    "mã tạo được ở trang Tài khoản."
)
NOT_ALLOWED = "Vai trò của tài khoản này không được làm việc đó. Hãy hỏi người quản trị nếu cần."
ONLY_HERE = (
    "Thư viện chưa có tài khoản nào nên chỉ mở được ngay trên máy chủ, tại địa chỉ 127.0.0.1. "
    "Hãy nhờ người quản trị tạo tài khoản bằng lệnh kb user add."
)
WRONG_HOST = (
    "Máy chủ không phục vụ dưới tên này. Hãy dùng đúng địa chỉ được người quản trị thông báo "
    "(thiết lập KB_ALLOWED_HOSTS)."
)
FORM_FROM_ELSEWHERE = "Biểu mẫu này không gửi từ trang của kb nên không được nhận."
FORM_EXPIRED = (
    "Biểu mẫu đã cũ, hoặc trình duyệt không nhận cookie. Hãy tải lại trang rồi gửi lại lần nữa."
)
UNMEASURED = "Máy chủ cần biết trước dung lượng gửi lên (tiêu đề Content-Length)."


def too_many(seconds: int) -> str:
    """What to say to somebody who asks more than the limit."""
    return (
        f"Tài khoản này gửi quá nhiều yêu cầu trong một phút; hãy đợi {seconds} giây rồi thử lại."
    )


def too_large(most_bytes: int) -> str:
    """What to say of a request with more bytes than the limit."""
    most = f"{most_bytes >> 20} MB" if most_bytes >> 20 else f"{most_bytes >> 10} KB"
    return f"Mỗi lần chỉ gửi lên được nhiều nhất {most}; hãy chia nhỏ rồi gửi lại."


def bad_parameter(name: str, value: object) -> str:
    """What to say of a query parameter that cannot be read: "limit=abc"."""
    shown = str(value)[:60].encode("utf-8", "replace").decode()  # half a letter has no UTF-8
    return f"Tham số “{name}” có giá trị không hợp lệ: “{shown}”. Hãy sửa lại địa chỉ rồi thử lại."


def missing_parameter(name: str) -> str:
    """What to say of a query parameter that is needed and absent or empty."""
    return f"Thiếu tham số “{name}”."


def draft_too_large(most: int) -> str:
    """That an upload is larger than `most` bytes."""
    return f"Dự thảo lớn hơn {most >> 20} MB; hãy tách nhỏ hoặc quét lại với độ phân giải thấp hơn."
