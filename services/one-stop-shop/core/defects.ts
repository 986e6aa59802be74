/**
 * The sixteen defects of real senders (`sourceSystemQuirks` of dossier-status-codes.json), each with a code, whether a
 * message can prove it, and what its sender is told. None of them refuses a message.
 */

interface Defect {
  /** False: the value is what senders with the defect always write, and may be true all the same. */
  readonly isCertain: boolean;
  readonly hint: { readonly vi: string; readonly en: string };
}

/** In the order of the list. */
export const DEFECTS = {
  COMPLETED_UNPROVEN: {
    isCertain: false,
    hint: {
      vi: 'Trạng thái 9 mà không có tệp kết quả riêng: chưa chứng minh hồ sơ đã giải quyết, không giấy tờ nào được coi là đang giữ. Gửi đúng trạng thái 5, 6, 8, đừng đổi thành 9.',
      en: 'Status 9 without a result file of its own proves no success: no paper counts as held. Send statuses 5, 6 and 8 as they are, not as 9.',
    },
  },
  OWNER_PLACEHOLDER: {
    isCertain: true,
    hint: {
      vi: 'Số định danh giữ chỗ (như 000000001) không phải là một người: giấy tờ của hồ sơ không thuộc về ai. Gửi số định danh thật, hoặc để trống.',
      en: 'A placeholder such as 000000001 is nobody: the papers of the dossier belong to no one. Send the real number, or leave it blank.',
    },
  },
  ABSTRACT_FILLER: {
    isCertain: true,
    hint: {
      vi: 'TrichYeuHoSo là «Dinhkem» hoặc bị cắt còn 995 ký tự: được giữ nguyên, không dùng để nhận biết. Gửi đủ nội dung (tối đa 8.000 ký tự).',
      en: 'TrichYeuHoSo is «Dinhkem» or was cut at 995 characters: kept as sent, nothing is told by it. Send the whole text (at most 8,000 characters).',
    },
  },
  OFFICER_FILLER: {
    isCertain: true,
    hint: {
      vi: 'NguoiXuLy là «Chuyên viên» hoặc bị cắt còn 46 ký tự: không nhận ra được người xử lý. Gửi họ tên đầy đủ, hoặc để trống.',
      en: 'NguoiXuLy is «Chuyên viên» or was cut at 46 characters: nobody is told by it. Send the whole name, or leave it blank.',
    },
  },
  PAPER_NAME_FILLER: {
    isCertain: true,
    hint: {
      vi: 'Tên giấy tờ là «Dinhkem» hoặc bị cắt: giấy tờ được nhận biết theo mã tệp hoặc đường dẫn, và loại giấy tờ thì không biết được. Gửi MaThanhPhanHoSo và tên thật.',
      en: 'A paper named «Dinhkem», or a name cut short: the paper is known by its file, its kind is not known. Send MaThanhPhanHoSo and the real name.',
    },
  },
  PATHS_JOINED: {
    isCertain: true,
    hint: {
      vi: 'Nhiều đường dẫn nối bằng «##»: chỉ đường dẫn đầu được đọc. Gửi mỗi tệp là một mục riêng.',
      en: 'Several paths joined by «##»: only the first one is read. Send each file as an item of its own.',
    },
  },
  RESULT_IS_SUBMITTED_FILE: {
    isCertain: true,
    hint: {
      vi: 'Giấy tờ kết quả trùng tệp với một giấy tờ đã nộp: không phải là kết quả. Gửi tệp kết quả thật, hoặc để trống danh sách.',
      en: 'A result whose file is one of the submitted ones is no result. Send the real result file, or leave the list empty.',
    },
  },
  CODE_DRAWN: {
    isCertain: false,
    hint: {
      vi: 'Mã hồ sơ có vẻ được sinh ngẫu nhiên (năm chữ số cuối): gửi lại với mã khác sẽ thành hồ sơ khác. Giữ một mã cố định cho mỗi hồ sơ.',
      en: 'The dossier code looks drawn at random (five last digits): sent again under another code it is another dossier. Keep one code for each dossier.',
    },
  },
  DATABASES_FIXED: {
    isCertain: false,
    hint: {
      vi: 'DSKetNoiCSDL luôn là [7]: không được dùng. Gửi đúng các cơ sở dữ liệu đã kết nối.',
      en: 'DSKetNoiCSDL is always [7]: nothing is read from it. Send the databases that were really asked.',
    },
  },
  ACCOUNT_NEVER_VERIFIED: {
    isCertain: false,
    hint: {
      vi: 'TaiKhoanDuocXacThucVoiVNeID luôn là 0: không được dùng. Gửi đúng tình trạng xác thực của tài khoản.',
      en: 'TaiKhoanDuocXacThucVoiVNeID is always 0: nothing is read from it. Send whether the account was verified.',
    },
  },
  DIGITISED_WITH_FILE: {
    isCertain: false,
    hint: {
      vi: 'DuocSoHoa luôn là 1 khi có tệp: chỉ cho biết là có tệp. Gửi 1 khi giấy tờ thật sự được số hóa.',
      en: 'DuocSoHoa is 1 whenever there is a file: it says no more than that. Send 1 only where the paper was digitised.',
    },
  },
  DIGITISED_BY_ONE_FILE: {
    isCertain: false,
    hint: {
      vi: 'HoSoCoThanhPhanSoHoa là 1 ngay khi có một tệp: không được dùng, việc số hóa được đọc từ từng giấy tờ.',
      en: 'HoSoCoThanhPhanSoHoa is 1 as soon as there is one file: nothing is read from it, each paper speaks for itself.',
    },
  },
  STEPS_INVENTED: {
    isCertain: false,
    hint: {
      vi: 'Dòng tiến độ «Tiếp nhận hồ sơ» hoặc «Kết thúc xử lý hồ sơ» có vẻ do phần mềm tự thêm: được ghi như các dòng khác, một mình trạng thái 9 không chứng minh gì.',
      en: 'A row «Tiếp nhận hồ sơ» or «Kết thúc xử lý hồ sơ» looks added by the software: taken like any other, and status 9 alone proves nothing.',
    },
  },
  ACCOUNT_CLEARED: {
    isCertain: false,
    hint: {
      vi: 'MaDoiTuong bị xóa khi hồ sơ không nộp trực tuyến: chủ hồ sơ được nhận biết theo DinhDanhCHS hoặc SoGiayToChuHoSo.',
      en: 'MaDoiTuong is cleared unless filed online: the owner is told by DinhDanhCHS or SoGiayToChuHoSo.',
    },
  },
  FAX_IS_PHONE: {
    isCertain: true,
    hint: {
      vi: 'Fax trùng với số điện thoại: không được dùng. Để trống nếu không có số fax.',
      en: 'Fax repeats the telephone number: nothing is read from it. Leave it blank where there is none.',
    },
  },
  TIMES_WITHOUT_ZONE: {
    isCertain: true,
    hint: {
      vi: 'Thời điểm không ghi múi giờ: được hiểu là giờ Việt Nam (Asia/Ho_Chi_Minh).',
      en: 'Times do not say their zone: they are read as local time of Vietnam (Asia/Ho_Chi_Minh).',
    },
  },
} as const satisfies Readonly<Record<string, Defect>>;

export type DefectCode = keyof typeof DEFECTS;

/** How often each defect was met, by sender. */
export type DefectCounts = ReadonlyMap<string, ReadonlyMap<DefectCode, number>>;
