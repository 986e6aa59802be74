/**
 * What a result does to its dossier, as far as its name says so beyond doubt (ADR 20). GRANTS makes a dossier
 * successful by itself, so only a single certificate or permit under a code of the form counts as one. REFUSES can
 * only take away, so every refusal counts. Everything else stays UNKNOWN and leaves it to the dossier's status.
 */
import type { ResultType } from '#schemas/generated/events.ts';
import { foldText } from '#shared/pure/text.ts';
import { isStandardResultCode, type ResultRow } from './result-rows.ts';

/** Tax offices file under it what ends without a result. */
const NO_RESULT = 'KQ.G12.000429';

const REFUSAL =
  /từ chối(?! nhận di sản)|không (?:được )?(?:chấp thuận|chấp nhận|đồng ý|cấp|đủ|đạt|tiếp nhận|công nhận|đáp ứng|hợp lệ|phê duyệt|cho phép|xác nhận)/u;
const ALTERNATIVE = / hoặc |\/|;/u;
const CERTIFICATE =
  /^[-+*\s]*(?:giấy chứng nhận|giấy phép|giấy xác nhận|giấy khai sinh|giấy thông hành|giấy đăng ký|chứng chỉ|thẻ|hộ chiếu|thị thực|trích lục|bản sao trích lục|phiếu lý lịch tư pháp)(?![\p{L}\p{M}])/u;
/** Words of a paper that ends, changes or asks for something. */
const DOUBTFUL =
  /thu hồi|huỷ|xoá|chấm dứt|bổ sung|sửa đổi|thông báo|đình chỉ|trả lại|hết hiệu lực|không |từ chối| và | kèm | trường hợp | nếu /u;

export function effectOf({ name, code }: ResultRow): ResultType['effect'] {
  if (code === NO_RESULT) return 'REFUSES';
  const text = foldText(name);
  const refusal = REFUSAL.exec(text);
  const alternative = ALTERNATIVE.exec(text);
  if (refusal !== null && (alternative === null || refusal.index < alternative.index)) return 'REFUSES';
  const isOneCertificate = CERTIFICATE.test(text) && alternative === null && !DOUBTFUL.test(text);
  return isOneCertificate && isStandardResultCode(code) ? 'GRANTS' : 'UNKNOWN';
}
