/** What would settle or replace a paper, said in the reader's language. Codes stay the same in both. */
import type { Hint } from '#shared/once-only/question.ts';

export type Language = 'vi' | 'en';

interface Said {
  readonly vi: string;
  readonly en: string;
}

/** `{about}` is the database or the case that the hint names. */
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
  RENEW: {
    vi: 'Bản đang lưu không còn dùng được: mang bản mới.',
    en: 'The one that is held no longer counts: bring a new one.',
  },
  PROVE_RELATION: {
    vi: 'Mang giấy tờ chứng minh quan hệ với người này, hoặc cơ quan nêu căn cứ pháp lý.',
    en: 'Bring a paper that proves the relation to this person, or let the agency state a legal basis.',
  },
  WAIT_FOR_OPERATOR: {
    vi: 'Đơn vị vận hành đang xử lý một vướng mắc của hồ sơ liên quan; chưa kết luận được.',
    en: 'The operators are settling a matter of the dossier behind it; nothing can be said yet.',
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

const SOMETHING: Said = { vi: 'cơ sở dữ liệu nhà nước', en: 'state database' };

/** The hint as a sentence. */
export function sayHint(hint: Hint, language: Language): string {
  const about = hint.about ?? SOMETHING[language];
  return HINTS[hint.code][language].replace(
    '{about}',
    language === 'vi' ? (ABOUT_VI[about] ?? about) : about,
  );
}
