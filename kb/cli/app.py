"""The commands of `kb`: which there are, and what they take."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from kb.cli import (
    commands,
    desk,
    duplicates,
    gaps,
    keeping,
    page_text,
    quarantine,
    review,
    users,
)
from kb.cli.arguments import Command, Parser
from kb.document import FACT_NAMES

_ABOUT = "Kho tri thức văn bản của Đảng: nạp PDF, tìm đoạn, trích dẫn đúng chỗ."


def _add(parser: Parser) -> None:
    parser.takes_or(
        "paths", "TỆP", "tệp PDF hoặc Word, hoặc thư mục chứa các tệp ấy",
        "--waiting", "nạp các tệp đang chờ nhận dạng chữ (sau khi đã cài tesseract)",
    )  # fmt: skip


def _search(parser: Parser) -> None:
    about = "từ khóa, câu hỏi hoặc số hiệu, có dấu hay không; trong ngoặc kép: tìm đúng như đã gõ"
    parser.takes("query", "CÂU_HỎI", about)
    parser.number("--limit", 100, "số đoạn trả về, mặc định 5, nhiều nhất 100", default=5)
    parser.option("--type", "LOẠI", "chỉ tìm trong loại văn bản này")
    parser.option("--issuer", "CƠ_QUAN", "chỉ tìm văn bản của cơ quan này")
    parser.number("--year", 9999, "chỉ tìm văn bản ban hành năm này")
    parser.option("--from", "NGÀY", "chỉ tìm văn bản ban hành từ ngày này (2023-06-15)", _day)
    parser.option("--to", "NGÀY", "chỉ tìm văn bản ban hành đến hết ngày này", _day)
    parser.option("--term", "KHÓA", "chỉ tìm văn bản của khóa này (XIII)")
    parser.option("--circulation", "CHẾ_ĐỘ", "chỉ tìm văn bản có chế độ lưu hành này")
    parser.option("--document", "VĂN_BẢN", "chỉ tìm trong văn bản này (số hiệu, mã hoặc tên tệp)")
    parser.option(
        "--state", "HIỆU_LỰC",
        "in_force: chưa thấy bị thay thế; amended: được sửa đổi, bổ sung; superseded: hết hiệu lực",
        _state,
    )  # fmt: skip
    parser.option("--as-of", "NGÀY", "hiệu lực tính đến ngày này, bỏ văn bản ban hành sau đó", _day)
    parser.option(
        "--sort", "CÁCH", "relevance: sát câu hỏi nhất trước; date: mới nhất trước", _sort
    )
    parser.flag("--verbatim", "tìm đúng như đã gõ, không thêm dấu, không sửa chữ")
    parser.flag("--no-words", "không hiểu loại, cơ quan, ngày, hiệu lực trong câu hỏi thành bộ lọc")
    parser.flag("--json", "in một đối tượng JSON")


def _day(text: str) -> object:
    from datetime import date

    try:
        return date.fromisoformat(text)
    except ValueError as error:
        wanted = "hãy viết năm-tháng-ngày, ví dụ 2023-06-15"
        raise argparse.ArgumentTypeError(f"«{text}» không phải một ngày; {wanted}") from error


def _sort(text: str) -> object:
    from kb.query import Sort

    if text not in list(Sort):
        raise argparse.ArgumentTypeError(f"«{text}» không phải một trong: {', '.join(Sort)}")
    return Sort(text)


def _state(text: str) -> object:
    from kb.state import State

    if text not in list(State):
        raise argparse.ArgumentTypeError(f"«{text}» không phải một trong: {', '.join(State)}")
    return State(text)


def _verify(parser: Parser) -> None:
    about = "đoạn trích nguyên văn; […] ở chỗ lược bớt; đặt trong dấu nháy đơn nếu có ngoặc kép"
    parser.takes("quotation", "ĐOẠN_TRÍCH", about)
    parser.option(
        "--document", "VĂN_BẢN", "chỉ đối chiếu với văn bản này (số hiệu, mã hoặc tên tệp)"
    )
    parser.flag("--json", "in một đối tượng JSON")


def _check(parser: Parser) -> None:
    parser.takes("draft", "DỰ_THẢO", "tệp DOCX, PDF hoặc TXT (UTF-8); không được lưu lại ở đâu")
    parser.option("--word", "TỆP.docx", "ghi bản DOCX của dự thảo có ghi chú ở từng chỗ")
    parser.flag("--json", "in một đối tượng JSON")


def _document(parser: Parser) -> None:
    parser.takes("document", "VĂN_BẢN", "số hiệu, mã (từ 6 ký tự đầu) hoặc tên tệp")


def _remove(parser: Parser) -> None:
    _document(parser)
    parser.flag("--yes", "không hỏi lại")


def _trashed(parser: Parser) -> None:
    about = "số hiệu, mã (từ 6 ký tự đầu) hoặc tên tệp của văn bản trong thùng rác"
    parser.takes("document", "VĂN_BẢN", about)


def _purge(parser: Parser) -> None:
    _trashed(parser)
    parser.flag("--yes-forever", "không hỏi lại lần nào; xóa hẳn, không lấy lại được")


def _history(parser: Parser) -> None:
    about = "chỉ xem nhật ký của văn bản này (số hiệu, mã hoặc tên tệp, kể cả văn bản đã xóa hẳn)"
    parser.may_take("document", "VĂN_BẢN", about)
    parser.flag("--json", "in một danh sách JSON")
    parser.option("--csv", "TỆP", "ghi nhật ký ra tệp CSV, mở được bằng bảng tính")


def _gaps(parser: Parser) -> None:
    parser.flag("--json", "in một đối tượng JSON")
    parser.option("--csv", "TỆP", "ghi ra tệp CSV, mở được bằng bảng tính")


def _correct(parser: Parser) -> None:
    _document(parser)
    for name, said in FACT_NAMES.items():
        parser.option(f"--{name}", keeping.METAVARS[name], f"{said} đúng", keeping.fact_of(name))
    emptied = "bỏ trống các thông tin này, tên cách nhau bằng dấu phẩy: title,term"
    parser.option("--empty", "TÊN", emptied, keeping.fact_names)
    _version(parser)


def _correct_text(parser: Parser) -> None:
    _document(parser)
    parser.number("--page", 10**6, "trang có dòng cần sửa; không có --text thì in các dòng", 1)
    parser.number("--line", 10**6, "số của dòng trong trang")
    parser.option(
        "--text", "CHỮ",
        "chữ đúng của dòng, xuống dòng nếu máy bỏ sót dòng sát bên; để trống nếu không có chữ",
    )  # fmt: skip
    about = (
        "đọc lại bản gốc trước đã: văn bản nạp từ bản kb cũ chưa giữ chữ máy nhận dạng từng dòng"
    )
    parser.flag("--reread", about)
    _version(parser)


def _undo(parser: Parser) -> None:
    _document(parser)
    _version(parser)


def _limit(parser: Parser) -> None:
    _document(parser)
    groups = "nhóm được xem văn bản, thay cho mọi nhóm trước; nêu nhiều lần cho nhiều nhóm"
    parser.many_or("--group", "NHÓM", groups, "--none", "bỏ giới hạn: mọi người đọc đều xem được")


def _version(parser: Parser) -> None:
    about = "chỉ sửa nếu thông tin còn ở phiên bản này (kb show nêu số phiên bản)"
    parser.number("--version", 10**9, about)


def _backup(parser: Parser) -> None:
    parser.takes("file", "TỆP", "tệp sao lưu sẽ được tạo (chưa có), nên đặt ở ổ đĩa khác")


def _restore_library(parser: Parser) -> None:
    parser.takes("file", "TỆP", "tệp do lệnh kb backup tạo ra")
    parser.needs("--to", "THƯ_MỤC", "thư mục mới hoặc còn trống, sẽ giữ thư viện được khôi phục")


def _verify_library(parser: Parser) -> None:
    parser.flag("--repair", "sửa những gì sửa được; không bao giờ xóa bản gốc")
    parser.flag("--json", "in một danh sách JSON")


def _catalogue(parser: Parser) -> None:
    parser.takes("file", "TỆP", "tệp CSV danh mục")


def _serve(parser: Parser) -> None:
    parser.option("--host", "ĐỊA_CHỈ", "địa chỉ lắng nghe, mặc định theo KB_HOST")
    parser.number("--port", 65535, "cổng, mặc định theo KB_PORT")
    parser.flag("--no-worker", "không nạp tệp; việc nạp do một `kb work` khác làm")


def _work(parser: Parser) -> None:
    parser.flag("--attached", "dừng khi đầu vào chuẩn đóng lại; `kb serve` dùng")


def _watch(parser: Parser) -> None:
    parser.takes("folder", "THƯ_MỤC", "thư mục có tệp cần nạp, kể cả thư mục con")


def _jobs(parser: Parser) -> None:
    parser.flag("--json", "in một đối tượng JSON")


def _evaluate(parser: Parser) -> None:
    parser.one_of(
        ("--questions", "TỆP", "câu hỏi về thư viện này, mặc định corpus/queries.jsonl"),
        ("--corpus", "THƯ_MỤC", "văn bản cùng tệp queries.jsonl, đo trong một thư viện tạm"),
        ("--benchmark", "THƯ_MỤC", "bộ đo gồm corpus.jsonl và queries.jsonl"),
    )
    parser.option(
        "--variant", "DẠNG",
        "làm hỏng câu hỏi trước khi tìm: unaccented (bỏ dấu), typo (gõ sai), telex (phím Telex), "
        "nfd (dấu rời), oldtone (hoà thay cho hòa)", _variant,
    )  # fmt: skip
    parser.flag("--ablations", "tìm thêm khi bỏ từng phần, để thấy mỗi phần đáng bao nhiêu")
    parser.flag(
        "--folds",
        "xếp hạng mỗi câu hỏi bằng trọng số chưa từng học câu ấy, cho các bộ đã dùng để học",
    )
    parser.flag("--no-latency", "không đo thời gian; dùng lại vectơ câu hỏi đã có")
    parser.option("--json", "TỆP", "ghi mọi kết quả vào tệp JSON")
    parser.option("--compare", "TỆP", "so từng câu hỏi với tệp do --json ghi lần trước")


def _variant(text: str) -> object:
    from kb.vietnamese.damage import Variant

    if text not in list(Variant):
        known = ", ".join(Variant)
        raise argparse.ArgumentTypeError(f"«{text}» không phải một trong: {known}")
    return Variant(text)


COMMANDS = (
    Command(
        "add", "Nạp tệp và thư mục vào thư viện; tệp lỗi không làm dừng các tệp khác.",
        "kb add corpus van-ban/57-kl-tw.pdf", commands.add, _add,
    ),
    Command(
        "search", "Tìm đoạn văn và trích dẫn của nó.",
        'kb search "chính sách quốc phòng bốn không"', commands.search, _search,
    ),
    Command(
        "verify", "Đối chiếu một đoạn trích với nguyên văn; mã thoát 0 chỉ khi đúng nguyên văn.",
        "kb verify 'lấy dân làm gốc' --document 901-HD/BTGTUM", commands.verify, _verify,
    ),
    Command(
        "check", "Kiểm tra viện dẫn, đoạn trích trong một dự thảo; mã thoát 1 khi có chỗ sai.",
        "kb check du-thao.docx --word du-thao-ghi-chu.docx", commands.check, _check,
    ),
    Command(
        "list", "Liệt kê các văn bản trong thư viện và các tệp đang chờ nhận dạng chữ.",
        "kb list", commands.list_documents,
    ),
    Command(
        "show", "Xem thông tin, mục lục và quan hệ viện dẫn của một văn bản.",
        "kb show 901-HD/BTGTUM", commands.show, _document,
    ),
    Command(
        "remove", "Chuyển một văn bản vào thùng rác, hoặc bỏ một tệp đang chờ nhận dạng chữ.",
        "kb remove 901-HD/BTGTUM --yes", commands.remove, _remove,
    ),
    Command(
        "trash", "Liệt kê các văn bản trong thùng rác: ai bỏ, lúc nào.", "kb trash", keeping.trash,
    ),
    Command(
        "restore", "Lấy một văn bản từ thùng rác về thư viện, nguyên như trước khi bỏ.",
        "kb restore 901-HD/BTGTUM", keeping.restore, _trashed,
    ),
    Command(
        "purge", "Xóa hẳn một văn bản trong thùng rác cùng bản gốc; hỏi lại hai lần.",
        "kb purge 901-HD/BTGTUM", keeping.purge, _purge,
    ),
    Command(
        "review", "Liệt kê điều cần mắt người xem; ghi là đã xem; đưa văn bản chờ duyệt vào thư viện.",
        "kb review accept 901-HD/BTGTUM fact:date", review.run, review.fill,
    ),
    Command(
        "correct", "Sửa thông tin của một văn bản: số hiệu, loại, ngày, cơ quan, trích yếu…",
        "kb correct 901-HD/BTGTUM --date 2024-01-15 --empty term", keeping.correct, _correct,
    ),
    Command(
        "correct-text", "Sửa một dòng mà máy nhận dạng sai trên trang quét, hoặc in các dòng.",
        'kb correct-text 901-HD/BTGTUM --page 3 --line 12 --text "thực hiện nhiệm vụ"',
        page_text.correct_text, _correct_text,
    ),
    Command(
        "undo", "Hoàn lại lần sửa gần nhất của một văn bản: thông tin hoặc chữ.",
        "kb undo 901-HD/BTGTUM", keeping.undo, _undo,
    ),
    Command(
        "limit", "Chỉ cho một số nhóm xem một văn bản; người ngoài nhóm không thấy nó ở đâu cả.",
        "kb limit 901-HD/BTGTUM --group van-phong --group to-chuc", keeping.limit, _limit,
    ),
    Command(
        "duplicates", "Văn bản giống nhau: các cặp chờ quyết định; cùng văn bản, bản mới, hay cả hai.",
        "kb duplicates decide moi.pdf cu.pdf version", duplicates.run, duplicates.fill,
    ),
    Command(
        "history", "Xem nhật ký: ai đã làm gì, lúc nào, với văn bản nào, trước và sau ra sao.",
        "kb history 901-HD/BTGTUM --csv nhat-ky.csv", keeping.history, _history,
    ),
    Command(
        "backup", "Sao lưu cả thư viện vào một tệp, kể cả khi đang có người dùng.",
        "kb backup /media/usb/thu-vien.zip", keeping.backup, _backup,
    ),
    Command(
        "restore-library", "Khôi phục cả thư viện từ một tệp sao lưu vào một thư mục trống.",
        "kb restore-library thu-vien.zip --to thu-vien-moi", keeping.restore_library,
        _restore_library,
    ),
    Command(
        "verify-library", "Kiểm tra từng tệp, từng đoạn, từng mục của thư viện; mã 0 khi tất cả đúng.",
        "kb verify-library --repair", keeping.verify_library, _verify_library,
    ),
    Command("rebuild", "Dựng lại chỉ mục tìm kiếm từ kho văn bản.", "kb rebuild", commands.rebuild),
    Command(
        "catalogue", "Nạp danh mục văn bản đã biết (có hoặc chưa có trong thư viện).",
        "kb catalogue corpus/catalogue.csv", commands.catalogue, _catalogue,
    ),
    Command(
        "gaps", "Liệt kê văn bản còn thiếu: được viện dẫn nhưng thư viện chưa có, nhiều nhất trước.",
        "kb gaps --csv con-thieu.csv", gaps.gaps, _gaps,
    ),
    Command(
        "model", "Đặt mô hình mã hóa mặc định vào thư mục dữ liệu (một lần, không cần mạng).",
        "kb model", commands.model,
    ),
    Command(
        "serve", "Chạy giao diện web, và nạp các tệp gửi lên đó.",
        "kb serve --port 8080", commands.serve, _serve,
    ),
    Command(
        "jobs", "Liệt kê các việc nạp đang làm, lỗi, chờ, và trong 24 giờ qua.",
        "kb jobs", desk.jobs, _jobs,
    ),
    Command(
        "watch", "Theo dõi một thư mục: tệp mới xuất hiện được nạp, không tệp nào bị xóa.",
        "kb watch van-ban-den", desk.watch, _watch,
    ),
    Command(
        "work", "Nạp các tệp gửi đến khi `kb serve --no-worker` chạy riêng.",
        "kb work", desk.work, _work,
    ),
    Command(
        "quarantine", "Xem, nạp hoặc hủy các tệp được cách ly vì mang dấu mật.",
        "kb quarantine list", quarantine.run, quarantine.fill,
    ),
    Command(
        "user", "Quản lý tài khoản: ai được dùng thư viện, với vai trò nào.",
        "kb user add minh --role librarian", users.run, users.fill,
    ),
    Command(
        "evaluate", "Đo chất lượng tìm kiếm bằng những câu hỏi đã biết câu trả lời.",
        "kb evaluate --corpus corpus --json ket-qua.json", commands.evaluate, _evaluate,
    ),
    Command(
        "doctor", "Kiểm tra thư viện lập trình, mô hình, kho, chỉ mục và việc chạy không cần mạng.",
        "kb doctor", commands.doctor,
    ),
)  # fmt: skip


def run(arguments: Sequence[str]) -> int:
    """Runs what the command line asks; its exit status. A wrong command line exits with status 2."""
    parser = _parser()
    if not arguments:
        parser.print_help()
        return 2
    given, odd = parser.parse_known_args(arguments)
    if odd:
        given.parser.error(f"unrecognized arguments: {' '.join(odd)}")
    asked: Command = given.command
    return asked.run(given)


def _parser() -> Parser:
    parser = Parser("kb", _ABOUT, COMMANDS[1].example)
    parser.commands(COMMANDS, "command")
    return parser
