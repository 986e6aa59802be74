/**
 * Every fault that the hub answers with, once: code, status, whether the same request may succeed later, and what
 * it says in Vietnamese and English. Codes are part of the contract: they are added, never renamed.
 */

import { again, once, type ProblemKind } from './problem-kind.ts';

export const PROBLEMS = {
  MALFORMED_MESSAGE: once(
    400,
    { vi: 'Thông điệp không đọc được', en: 'The message cannot be read' },
    {
      vi: 'Sửa các chỗ nêu trong "errors" rồi gửi lại: mỗi mục cho biết vị trí, điều cần có và cách sửa.',
      en: 'Mend the places named in "errors" and send again: each entry says where, what is expected and how.',
    },
  ),
  MALFORMED_REQUEST: once(
    400,
    { vi: 'Yêu cầu không đúng dạng', en: 'The request is malformed' },
    {
      vi: 'Kiểm tra đường dẫn, tham số và tiêu đề theo tài liệu OpenAPI tại /openapi.json.',
      en: 'Check path, parameters and headers against the OpenAPI document at /openapi.json.',
    },
  ),
  PURPOSE_MISSING: once(
    400,
    { vi: 'Thiếu mục đích đọc dữ liệu', en: 'The purpose of reading is missing' },
    {
      vi: 'Gửi tiêu đề Hub-Purpose với một trong: PRE_CHECK, DOSSIER_PROCESSING, CITIZEN_SELF, INSPECTION, STATISTICS.',
      en: 'Send the header Hub-Purpose with one of PRE_CHECK, DOSSIER_PROCESSING, CITIZEN_SELF, INSPECTION, STATISTICS.',
    },
  ),
  PURPOSE_UNKNOWN: once(
    400,
    { vi: 'Mục đích đọc dữ liệu không có trong danh mục', en: 'The purpose of reading is not listed' },
    {
      vi: 'Gửi tiêu đề Hub-Purpose với một trong: PRE_CHECK, DOSSIER_PROCESSING, CITIZEN_SELF, INSPECTION, STATISTICS.',
      en: 'Send the header Hub-Purpose with one of PRE_CHECK, DOSSIER_PROCESSING, CITIZEN_SELF, INSPECTION, STATISTICS.',
    },
  ),
  UNAUTHENTICATED: once(
    401,
    { vi: 'Chưa xác thực', en: 'Not authenticated' },
    { vi: 'Gửi một mã truy cập còn hạn.', en: 'Send an access token that is still valid.' },
  ),
  FORBIDDEN: once(
    403,
    { vi: 'Không có quyền', en: 'Not allowed' },
    {
      vi: 'Quyền còn thiếu được nêu trong "detail".',
      en: 'The missing right is named in "detail".',
    },
  ),
  AGENCY_CLOSED: once(
    403,
    { vi: 'Cơ quan đã kết thúc hoạt động', en: 'The agency has been closed' },
    {
      vi: 'Sự kiện xảy ra sau ngày cuối cùng của cơ quan: gửi với mã của cơ quan kế thừa nêu trong "errors".',
      en: 'The event occurred after the agency\'s last day: send it with the successor\'s code named in "errors".',
    },
  ),
  NOT_FOUND: once(
    404,
    { vi: 'Không tìm thấy', en: 'Not found' },
    { vi: 'Kiểm tra đường dẫn và mã.', en: 'Check the path and the code.' },
  ),
  PROCEDURE_UNKNOWN: once(
    404,
    { vi: 'Không có thủ tục này vào ngày được hỏi', en: 'There is no such procedure on that day' },
    {
      vi: 'Tìm mã thủ tục tại GET /v1/procedures?query=, và kiểm tra ngày "on".',
      en: 'Find the code with GET /v1/procedures?query=, and check the day "on".',
    },
  ),
  REQUEST_TOO_SLOW: again(
    408,
    { vi: 'Yêu cầu đến quá chậm', en: 'The request came too slowly' },
    {
      vi: 'Chưa có gì được ghi. Gửi lại cả tiêu đề và nội dung cùng lúc, với cùng mã sự kiện; đường truyền chậm thì chia nhỏ.',
      en: 'Nothing was written. Send headers and body again at once, with the same ids; on a slow line send smaller parts.',
    },
  ),
  ID_REUSED: once(
    409,
    { vi: 'Mã sự kiện đã dùng cho nội dung khác', en: 'The id was used for another body' },
    {
      vi: 'Nội dung đã nhận trước vẫn có hiệu lực. Muốn sửa, gửi FactCorrected với mã mới.',
      en: 'What was received first stands. To correct it, send FactCorrected under an id of its own.',
    },
  ),
  FACT_AMBIGUOUS: once(
    409,
    { vi: 'Mã này thuộc nhiều dữ kiện', en: 'The id names several facts' },
    {
      vi: 'Cùng một mã đã được dùng ở nhiều nơi: nêu "aggregate" là một trong các khóa ở "errors".',
      en: 'One id was used in several aggregates: state "aggregate" as one of the keys in "errors".',
    },
  ),
  CONFLICT_OPEN: once(
    409,
    {
      vi: 'Đã có một mâu thuẫn chưa giải quyết về người này',
      en: 'There is an open conflict about this person',
    },
    {
      vi: 'Quyết định mâu thuẫn đó trước: POST /v1/conflicts/{id}/decision, mã nêu trong "detail".',
      en: 'Decide that one first: POST /v1/conflicts/{id}/decision, with the id in "detail".',
    },
  ),
  REBUILD_UNDER_WAY: once(
    409,
    { vi: 'Mô hình đọc đang được dựng lại', en: 'The projection is being rebuilt already' },
    {
      vi: 'Chờ bản đang dựng xong, đưa nó vào dùng hoặc hủy nó trước.',
      en: 'Wait for the rebuild under way, swap it in or cancel it first.',
    },
  ),
  NO_REBUILD: once(
    409,
    { vi: 'Không có bản nào đang được dựng lại', en: 'No rebuild is under way' },
    { vi: 'Yêu cầu dựng lại trước.', en: 'Ask for a rebuild first.' },
  ),
  REBUILD_BEHIND: again(
    409,
    { vi: 'Bản dựng lại chưa đuổi kịp', en: 'The rebuild has not caught up' },
    {
      vi: 'Thử lại sau; tiến độ có tại GET /v1/projections/{name}.',
      en: 'Try again later; GET /v1/projections/{name} says how far it is.',
    },
  ),
  REBUILD_DOUBTFUL: once(
    409,
    {
      vi: 'Bản dựng lại có nhiều thư chết hơn hẳn bản đang dùng',
      en: 'The rebuild has set aside far more records than the live generation',
    },
    {
      vi: 'Xem GET /v1/projections/{name}/diff; nếu vẫn muốn dùng, gửi acceptNewDeadLetters.',
      en: 'Look at GET /v1/projections/{name}/diff; to swap all the same, send acceptNewDeadLetters.',
    },
  ),
  NO_EARLIER_GENERATION: once(
    409,
    { vi: 'Không còn bản trước đó', en: 'No earlier generation is kept' },
    {
      vi: 'Bản trước chỉ được giữ đến lần dựng lại kế tiếp.',
      en: 'The generation before is kept until the next rebuild begins.',
    },
  ),
  LETTER_DISCARDED: once(
    409,
    { vi: 'Thư chết này đã được loại bỏ', en: 'The dead letter is discarded already' },
    { vi: 'Quyết định trước đó vẫn giữ nguyên.', en: 'The first decision stands.' },
  ),
  GONE: once(
    410,
    { vi: 'Vị trí đã quá cũ', en: 'The position is too old' },
    {
      vi: 'Bắt đầu lại từ bản xuất nêu trong "detail".',
      en: 'Start again from the export named in "detail".',
    },
  ),
  BODY_TOO_LARGE: once(
    413,
    { vi: 'Thông điệp quá lớn', en: 'The message is too large' },
    { vi: 'Chia nhỏ thông điệp rồi gửi từng phần.', en: 'Split the message and send the parts.' },
  ),
  MEDIA_TYPE_UNSUPPORTED: once(
    415,
    { vi: 'Kiểu nội dung không được nhận', en: 'The media type is not taken here' },
    {
      vi: 'Dùng Content-Type mà cửa này nhận (xem /openapi.json), mã hóa UTF-8, không nén.',
      en: 'Use a Content-Type that this door takes (see /openapi.json), in UTF-8, not compressed.',
    },
  ),
  MESSAGE_REFUSED: once(
    422,
    { vi: 'Nội dung không hợp lệ', en: 'The message says what it may not' },
    {
      vi: 'Sửa các chỗ nêu trong "errors" rồi gửi lại: mỗi mục cho biết vị trí, điều cần có và cách sửa.',
      en: 'Mend the places named in "errors" and send again: each entry says where, what is expected and how.',
    },
  ),
  ROLE_MISSING: once(
    422,
    { vi: 'Thiếu người trong câu hỏi', en: 'A person is missing from the question' },
    {
      vi: 'Thủ tục này cần biết những người với vai trò nêu trong "errors".',
      en: 'This procedure needs the persons in the roles named in "errors".',
    },
  ),
  AGENCY_MISSING: once(
    422,
    { vi: 'Thiếu cơ quan giải quyết trong câu hỏi', en: 'The agency is missing from the question' },
    {
      vi: 'Thủ tục này nhận giấy tờ theo nơi cấp: nêu cơ quan giải quyết hồ sơ trong "agency".',
      en: 'This procedure takes papers by their issuer: name the agency that handles the dossier in "agency".',
    },
  ),
  TOO_MANY_REQUESTS: again(
    429,
    { vi: 'Quá nhiều yêu cầu', en: 'Too many requests' },
    { vi: 'Chờ theo tiêu đề Retry-After.', en: 'Wait as the header Retry-After says.' },
  ),
  HEADERS_TOO_LARGE: once(
    431,
    { vi: 'Tiêu đề quá lớn hoặc quá nhiều', en: 'The headers are too large or too many' },
    { vi: 'Gửi ít tiêu đề hơn hoặc ngắn hơn.', en: 'The headers are too large: send fewer or shorter ones.' },
  ),
  INTERNAL: once(
    500,
    { vi: 'Lỗi của hệ thống', en: 'A fault of the hub' },
    {
      vi: 'Báo mã requestId cho đơn vị vận hành.',
      en: 'Tell the operators the requestId.',
    },
  ),
  OVERLOADED: again(
    503,
    { vi: 'Hệ thống đang quá tải', en: 'The service is overloaded' },
    { vi: 'Gửi lại sau, với cùng mã sự kiện.', en: 'Send again later, with the same ids.' },
  ),
  LOG_FULL: again(
    503,
    { vi: 'Hàng đợi ghi đang đầy', en: 'The queue in front of the log is full' },
    {
      vi: 'Chưa có gì được ghi. Gửi lại sau, với cùng mã sự kiện.',
      en: 'Nothing was written. Send again later, with the same ids.',
    },
  ),
  DELIVERY_UNKNOWN: again(
    503,
    { vi: 'Chưa biết sự kiện đã được ghi hay chưa', en: 'It is not known whether the events were written' },
    {
      vi: 'Gửi lại với cùng mã sự kiện: nếu đã ghi, bản thứ hai không làm thay đổi gì.',
      en: 'Send again with the same ids: what was written already is not counted twice.',
    },
  ),
  KEYS_UNAVAILABLE: again(
    503,
    {
      vi: 'Tạm thời không niêm phong được dữ liệu cá nhân',
      en: 'Personal data cannot be sealed at the moment',
    },
    {
      vi: 'Chưa có gì được ghi. Gửi lại sau, với cùng mã sự kiện.',
      en: 'Nothing was written. Send again later, with the same ids.',
    },
  ),
  ATTACHMENTS_UNAVAILABLE: again(
    503,
    {
      vi: 'Tạm thời không lưu được tệp đính kèm',
      en: 'Attachments cannot be kept at the moment',
    },
    {
      vi: 'Chưa có gì được ghi. Gửi lại sau, đúng thông điệp đó.',
      en: 'Nothing was written. Send the same message again later.',
    },
  ),
  DATABASE_UNAVAILABLE: again(
    503,
    { vi: 'Cơ sở dữ liệu tạm thời không trả lời', en: 'The database does not answer at the moment' },
    { vi: 'Gửi lại sau.', en: 'Send again later.' },
  ),
  NOT_CAUGHT_UP: again(
    503,
    {
      vi: 'Dữ liệu đọc chưa tới vị trí được hỏi',
      en: 'The read model has not reached the position asked for',
    },
    {
      vi: 'Hỏi lại sau; vị trí đã đạt được nêu trong "detail".',
      en: 'Ask again later; "detail" says how far it is.',
    },
  ),
  NOT_READY: again(
    503,
    { vi: 'Dịch vụ chưa sẵn sàng', en: 'The service is not ready' },
    { vi: 'Thử lại sau vài giây.', en: 'Try again in a few seconds.' },
  ),
} as const satisfies Readonly<Record<string, ProblemKind>>;

export type ProblemCode = keyof typeof PROBLEMS;

/** Whether a text is a code of the catalogue. */
export function isProblemCode(text: string): text is ProblemCode {
  return Object.hasOwn(PROBLEMS, text);
}

/** The path of the page about a code: `/problems/malformed-message`. */
export function problemPath(code: ProblemCode): string {
  return `/problems/${code.toLowerCase().replaceAll('_', '-')}`;
}
