"""What the checks and their severities are called in Vietnamese."""

from __future__ import annotations

from kb.document import Confidence
from kb.drafting.check import CheckKind, Severity

CHECKS = {
    CheckKind.TYPE: "tên loại và mã",
    CheckKind.SEPARATORS: "thứ tự ký hiệu",
    CheckKind.SERIES: "số và ngày",
    CheckKind.DATE: "ngày ban hành",
    CheckKind.TWO_FACTS: "mâu thuẫn trong văn bản",
    CheckKind.ISSUER: "cơ quan ban hành",
    CheckKind.TITLE: "trích yếu",
    CheckKind.MISSING: "thiếu thông tin",
    CheckKind.COMMA: "dấu phẩy trước “ngày”",
    CheckKind.ZERO: "số 0 ở ngày, tháng",
    CheckKind.SUPERSEDED: "hiệu lực",
    CheckKind.SHORT_FORM: "dạng ngắn",
    CheckKind.NOT_HELD: "không có trong thư viện",
    CheckKind.OWN: "số, ngày của chính văn bản",
    CheckKind.CAPITALS: "viết hoa tên cơ quan",
    CheckKind.QUOTATION: "đoạn trích",
}

SEVERITIES = {
    Severity.ERROR: "sai",
    Severity.LIKELY: "nhiều khả năng sai",
    Severity.STYLE: "cách viết",
    Severity.INFORMATION: "để biết",
}

CONFIDENCES = {
    Confidence.SURE: "chắc chắn",
    Confidence.LIKELY: "khá chắc",
    Confidence.DOUBTFUL: "chưa chắc",
}
