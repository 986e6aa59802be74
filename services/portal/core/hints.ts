/** What would settle or replace a paper, said in the reader's language. Codes stay the same in both. */
import type { Hint } from '#shared/once-only/question.ts';

export type Language = 'vi' | 'en';

interface Said {
  readonly vi: string;
  readonly en: string;
}

/** `{about}` is the database, the case, the dossier or the issuer that the hint names. */
const HINTS: Readonly<Record<Hint['code'], Said>> = {
  BRING: { vi: 'Mang theo giấy tờ này.', en: 'Bring this paper.' },
  FILL_IN_FORM: {
    vi: 'Điền mẫu này; các ô dưới đây đã được điền sẵn.',
    en: 'Fill in this form; the fields below are filled in already.',
  },
  ORIGINAL: {
    vi: 'Dữ liệu đã có; chỉ mang bản gốc để nộp lại cho cơ quan.',
    en: 'The data are held; bring only the original, which is taken in.',
  },
  STATE_DATABASE: {
    vi: 'Cơ quan tra cứu tại {about}; chỉ mang theo khi không tra cứu được.',
    en: 'The agency looks it up in the {about}; bring it only if that cannot answer.',
  },
  CASE: {
    vi: 'Chỉ cần trong trường hợp: {about}.',
    en: 'Needed only in this case: {about}.',
  },
  ABOLISHED: {
    vi: 'Giấy tờ này đã bị bãi bỏ: không được yêu cầu nộp.',
    en: 'This paper has been abolished: it may not be asked for.',
  },
  EXPIRES_SOON: {
    vi: 'Không phải mang theo; giấy này hết hạn trước khi hồ sơ được giải quyết xong, nên gia hạn kịp thời.',
    en: 'Nothing to bring; this paper ends before the procedure is done, so have it renewed in time.',
  },
  RENEW: {
    vi: 'Bản đang lưu đã hết hạn: mang bản mới.',
    en: 'The one that is held has expired: bring a new one.',
  },
  ISSUED_ANEW: {
    vi: 'Bản đang lưu không còn giá trị: đề nghị cơ quan cấp lại và mang bản mới.',
    en: 'The one that is held no longer counts: have its issuer issue it anew and bring that one.',
  },
  VERIFIED_BY_ISSUER: {
    vi: 'Nội dung bản đang lưu đang bị phản bác: đề nghị cơ quan cấp xác minh, hoặc mang bản mới.',
    en: 'What is held is disputed: let its issuer verify it, or bring a new one.',
  },
  BRING_SUCCESSOR: {
    vi: 'Bản đang lưu đã bị giấy tờ khác thay thế: mang giấy tờ còn giá trị.',
    en: 'Another paper took the place of the one that is held: bring one that counts.',
  },
  USED_UP: {
    vi: 'Giấy này chỉ dùng được một lần và đã dùng trong hồ sơ {about}: mang bản mới.',
    en: 'This paper can be used once and was used in the dossier {about}: bring a new one.',
  },
  OTHER_ISSUER: {
    vi: 'Bản đang lưu do {about} cấp, thủ tục này không nhận giấy từ nơi cấp đó: mang giấy do đúng nơi cấp.',
    en: 'The one that is held was issued by {about}, whose papers do not count here: bring one of the right issuer.',
  },
  PROVE_RELATION: {
    vi: 'Mang giấy tờ chứng minh quan hệ với người này, hoặc cơ quan nêu căn cứ pháp lý.',
    en: 'Bring a paper that proves the relation to this person, or let the agency state a legal basis.',
  },
  WAIT_FOR_DECISION: {
    vi: 'Các thông tin về người này hoặc hồ sơ liên quan mâu thuẫn nhau; đơn vị vận hành đang quyết định.',
    en: 'What is stated of this person or the dossier behind it contradicts itself; the operators are deciding.',
  },
  WAIT_FOR_OPERATOR: {
    vi: 'Có thông tin liên quan đến mà chưa đọc được; đơn vị vận hành đang xử lý, chưa kết luận được.',
    en: 'Something that arrived about it could not be read; the operators are at it, nothing can be said yet.',
  },
  WAIT_FOR_RESULT: {
    vi: 'Hồ sơ liên quan báo đã xong nhưng chưa có kết quả được trả; chưa kết luận được.',
    en: 'The dossier behind it is reported as done, but no result was returned; nothing can be said yet.',
  },
  NONE: { vi: 'Không phải mang theo.', en: 'Nothing to bring.' },
};

/** What the catalogue's English words for databases and cases mean; what is not listed is shown as it stands. */
const ABOUT_VI: Readonly<Record<string, string>> = {
  'national population database': 'cơ sở dữ liệu quốc gia về dân cư',
  'electronic civil status database': 'cơ sở dữ liệu hộ tịch điện tử',
  'land, population and personal data stores': 'cơ sở dữ liệu đất đai, dân cư và kho dữ liệu cá nhân',
  'social insurance database': 'cơ sở dữ liệu bảo hiểm xã hội',
  'tax system': 'hệ thống thuế',
  'was married before': 'đã từng kết hôn',
  'claims exemption': 'đề nghị miễn, giảm phí',
  'claims reduction': 'đề nghị giảm mức đóng',
  'the old one is damaged, not lost': 'giấy cũ bị hỏng, không bị mất',
};

/** Where the hint names nothing. */
const SOMETHING: Partial<Readonly<Record<Hint['code'], Said>>> = {
  STATE_DATABASE: { vi: 'cơ sở dữ liệu nhà nước', en: 'state database' },
  OTHER_ISSUER: { vi: 'nơi cấp khác', en: 'another issuer' },
};
const UNNAMED: Said = { vi: 'không nêu', en: 'not stated' };

/** The hint as a sentence. */
export function sayHint(hint: Hint, language: Language): string {
  const about = hint.about ?? (SOMETHING[hint.code] ?? UNNAMED)[language];
  return HINTS[hint.code][language].replace(
    '{about}',
    language === 'vi' ? (ABOUT_VI[about] ?? about) : about,
  );
}
