"""The commands of `kb`; each asks the service and prints. Heavy imports wait until a command runs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kb.settings import load_settings

if TYPE_CHECKING:
    from kb.service.knowledge_base import KnowledgeBase

app = typer.Typer(
    name="kb",
    help="Kho tri thức văn bản của Đảng: nạp PDF, tìm đoạn, trích dẫn đúng chỗ.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

Document = Annotated[str, typer.Argument(help="Số hiệu, mã (12 ký tự đầu) hoặc tên tệp.")]


def _example(line: str) -> str:
    return f"Ví dụ: {line}"


@contextmanager
def _opened() -> Iterator[KnowledgeBase]:
    from kb.bootstrap import open_knowledge_base

    knowledge = open_knowledge_base(load_settings())
    try:
        yield knowledge
    finally:
        knowledge.close()


@app.command(epilog=_example("kb add corpus van-ban/57-kl-tw.pdf"))
def add(
    paths: Annotated[list[Path], typer.Argument(help="Tệp PDF hoặc thư mục chứa tệp PDF.")],
) -> None:
    """Nạp tệp và thư mục vào thư viện; tệp lỗi không làm dừng các tệp khác."""
    from kb.cli.progress import Bars
    from kb.service.results import AddStatus

    with _opened() as knowledge, Bars() as bars:
        outcomes = knowledge.add(paths, bars)
    if not outcomes:
        typer.echo("Không thấy tệp PDF nào để nạp.", err=True)
    if not outcomes or any(outcome.status is AddStatus.FAILED for outcome in outcomes):
        raise typer.Exit(1)


@app.command(epilog=_example('kb search "chính sách quốc phòng bốn không"'))
def search(
    query: Annotated[str, typer.Argument(help="Từ khóa, câu hỏi hoặc số hiệu, có dấu hay không.")],
    limit: Annotated[int, typer.Option(min=1, max=100, help="Số đoạn trả về.")] = 5,
    type: Annotated[str | None, typer.Option(help="Chỉ tìm trong loại văn bản này.")] = None,
    issuer: Annotated[str | None, typer.Option(help="Chỉ tìm văn bản của cơ quan này.")] = None,
    year: Annotated[int | None, typer.Option(help="Chỉ tìm văn bản ban hành năm này.")] = None,
    json: Annotated[bool, typer.Option("--json", help="In một đối tượng JSON.")] = False,
) -> None:
    """Tìm đoạn văn và trích dẫn của nó."""
    from kb.cli.output import print_answer, print_json
    from kb.query import Filters

    with _opened() as knowledge:
        answer = knowledge.search(query, filters=Filters(type, issuer, year), limit=limit)
    (print_json if json else print_answer)(answer)


@app.command("list", epilog=_example("kb list"))
def list_documents() -> None:
    """Liệt kê các văn bản trong thư viện."""
    from kb.cli.output import print_documents

    with _opened() as knowledge:
        print_documents(knowledge.documents())


@app.command(epilog=_example("kb show 901-HD/BTGTUM"))
def show(document: Document) -> None:
    """Xem thông tin, mục lục và quan hệ viện dẫn của một văn bản."""
    from kb.cli.output import print_document

    with _opened() as knowledge:
        print_document(knowledge.document_view(knowledge.find(document).id))


@app.command(epilog=_example("kb remove 901-HD/BTGTUM --yes"))
def remove(
    document: Document,
    yes: Annotated[bool, typer.Option("--yes", help="Không hỏi lại.")] = False,
) -> None:
    """Bỏ một văn bản khỏi thư viện, cùng bản gốc đã cất."""
    with _opened() as knowledge:
        card = knowledge.find(document)
        if not yes:
            typer.confirm(f"Bỏ {card.heading} ({card.file_name}) khỏi thư viện?", abort=True)
        knowledge.remove(card.id)
        typer.echo(f"Đã bỏ {card.heading} ({card.file_name}).")


@app.command(epilog=_example("kb rebuild"))
def rebuild() -> None:
    """Dựng lại chỉ mục tìm kiếm từ kho văn bản."""
    from kb.cli.progress import Bars

    with _opened() as knowledge:
        with Bars() as bars:
            knowledge.rebuild(bars.passages)
        typer.echo("Đã dựng lại chỉ mục tìm kiếm.")


@app.command(epilog=_example("kb catalogue corpus/catalogue.csv"))
def catalogue(file: Annotated[Path, typer.Argument(help="Tệp CSV danh mục.")]) -> None:
    """Nạp danh mục văn bản đã biết (có hoặc chưa có trong thư viện)."""
    with _opened() as knowledge:
        rows = knowledge.load_catalogue(file)
        typer.echo(f"Danh mục có {rows} văn bản.")


@app.command(epilog=_example("kb model"))
def model() -> None:
    """Đặt mô hình mã hóa mặc định vào thư mục dữ liệu (một lần, không cần mạng)."""
    from kb.bootstrap import prepare_model

    folder = prepare_model(load_settings(), typer.echo)
    typer.echo(f"Mô hình sẵn sàng: {folder or 'theo KB_EMBEDDING_MODEL'}")


@app.command(epilog=_example("kb serve --port 8080"))
def serve(
    host: Annotated[str | None, typer.Option(help="Địa chỉ lắng nghe.")] = None,
    port: Annotated[int | None, typer.Option(min=1, max=65535, help="Cổng.")] = None,
) -> None:
    """Chạy giao diện web."""
    from kb.cli.server import serve_web

    settings = load_settings()
    serve_web(host or settings.host, port or settings.port)


@app.command(epilog=_example("kb doctor"))
def doctor() -> None:
    """Kiểm tra thư viện lập trình, mô hình, kho, chỉ mục và việc chạy không cần mạng."""
    from kb.cli.output import print_checks

    with _opened() as knowledge:
        well = print_checks(knowledge.checks())
    if not well:
        raise typer.Exit(1)
