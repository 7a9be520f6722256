"""Marks of secrecy in file names, and the many names with mat in them that have none."""

from __future__ import annotations

import pytest

from kb.ingest.secrecy_names import level_in_name

MARKED = {
    "57-KL-TW_MAT.pdf": "mat",
    "57-KL-TW-MAT.pdf": "mat",
    "57-kl-tw-mat.pdf": "mat",
    "57-KL-TW (Mật).pdf": "mat",
    "57-KL-TW_(MẬT).pdf": "mat",
    "(mật) báo cáo quý I.docx": "mat",
    "(MAT) bao cao quy 1.pdf": "mat",
    "[Mật] Kế hoạch.pdf": "mat",
    "Mật - Báo cáo tình hình.pdf": "mat",
    "MẬT. Tờ trình.pdf": "mat",
    "MẬT_Tờ trình về nhân sự.pdf": "mat",
    "MAT_to_trinh.pdf": "mat",
    "mat_57-kl-tw.pdf": "mat",
    "MAT - bao cao.pdf": "mat",
    "MAT bao cao quy 1.pdf": "mat",
    "Báo cáo mật.pdf": "mat",
    "bao-cao-mat.pdf": "mat",
    "bao_cao_mat.pdf": "mat",
    "Báo cáo (mật).signed.pdf": "mat",
    "báo cáo mật (bản 2).pdf": "mat",
    "Công văn mật 12.pdf": "mat",
    "KL 57 - MẬT - ban hành.pdf": "mat",
    "bao cao tien mat - MAT.pdf": "mat",
    "57-KL-TW_mật.PDF": "mat",
    "Mật.pdf": "mat",
    "MAT.pdf": "mat",
    "TỐI MẬT - báo cáo.pdf": "toimat",
    "toi_mat.pdf": "toimat",
    "toi-mat-bao-cao.pdf": "toimat",
    "57-KL-TW_TOI_MAT.pdf": "toimat",
    "ToiMat.pdf": "toimat",
    "57KL_TOIMAT.pdf": "toimat",
    "Báo cáo (Tối mật).doc": "toimat",
    "TÔI MẬT 57-KL-TW.pdf": "toimat",
    "TUYỆT MẬT.pdf": "tuyetmat",
    "Tuyệt mật_kế hoạch.docx": "tuyetmat",
    "tuyet-mat-ke-hoach.pdf": "tuyetmat",
    "TUYETMAT_57.pdf": "tuyetmat",
    "57-KL-TW TUYỆT MẬT.pdf": "tuyetmat",
    "[TUYET MAT] 57.pdf": "tuyetmat",
}

UNMARKED = (
    "bao-mat-thong-tin.pdf",
    "Bảo mật thông tin.pdf",
    "bảo mật.pdf",
    "bao_mat.pdf",
    "mat-tran-to-quoc.pdf",
    "MAT-TRAN-TO-QUOC.pdf",
    "Mặt trận Tổ quốc.pdf",
    "Mặt trận.pdf",
    "bi-mat-nha-nuoc.pdf",
    "Luật Bảo vệ bí mật nhà nước 2018.pdf",
    "luat-bao-ve-bi-mat-nha-nuoc.pdf",
    "BI_MAT_NHA_NUOC.pdf",
    "mat-do.pdf",
    "mật độ dân số.pdf",
    "mat bang.pdf",
    "mặt bằng lãi suất.pdf",
    "mat_bang_gia.pdf",
    "tien-mat.pdf",
    "thanh-toan-khong-dung-tien-mat.pdf",
    "ke-hoach-gap-mat.pdf",
    "gap-mat-dau-xuan.pdf",
    "Họp mặt.pdf",
    "hop-mat-can-bo-huu-tri.pdf",
    "le-ra-mat.pdf",
    "ra-mat-ban-chi-dao.pdf",
    "danh-sach-co-mat.pdf",
    "danh-sach-vang-mat.pdf",
    "nhiem-vu-truoc-mat.pdf",
    "kham-mat.pdf",
    "Khám mắt.pdf",
    "bao-mat.pdf",
    "co-mat-vien.pdf",
    "mat-ma.pdf",
    "mật mã dân sự.pdf",
    "mat-khau.pdf",
    "Mật khẩu.docx",
    "Mật vụ.pdf",
    "mat-ong.pdf",
    "nuoi-ong-mat.pdf",
    "thong-bao-mat-the.pdf",
    "mat_the_dang_vien.pdf",
    "Mất thẻ đảng.pdf",
    "dien-mat-troi.pdf",
    "mat-troi.pdf",
    "mat-dat.pdf",
    "nuoc-mat.pdf",
    "thay-mat-ban-thuong-vu.pdf",
    "quan-ly-van-ban-mat.pdf",
    "Danh mục tài liệu mật.pdf",
    "quy-che-quan-ly-tai-lieu-mat.pdf",
    "giai-mat-tai-lieu.pdf",
    "Giải mật.pdf",
    "Nguyễn Thị Mật.pdf",
    "57-KL-TW.pdf",
    "toi-uu.pdf",
    "tới mặt trận.pdf",
    "format.pdf",
    "matrix.pdf",
    "mathoc.pdf",
    "thuong-mat-sac.pdf",
    "than-mat.pdf",
    "tuan-trang-mat.pdf",
    "Việt Minh.pdf",
    "",
    ".pdf",
)


@pytest.mark.parametrize("name", MARKED)
def test_a_mark_in_a_file_name_is_found(name: str) -> None:
    found = level_in_name(name)

    assert found is not None
    assert found[1] == MARKED[name]


@pytest.mark.parametrize("name", UNMARKED)
def test_an_ordinary_word_in_a_file_name_is_no_mark(name: str) -> None:
    assert level_in_name(name) is None


def test_the_words_of_the_mark_are_given_as_typed() -> None:
    assert level_in_name("a/b/Báo cáo (Tối mật).doc") == ("Tối mật", "toimat")
