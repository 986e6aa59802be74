/**
 * Whose paper does the applicant of an imported procedure hand in and get? The record does not say it, and a paper
 * said to be held by the wrong person is the worst of faults; so it is the applicant's own only where one can hardly
 * apply for anybody else (ADR 20).
 */
import type { Role } from '#schemas/generated/events.ts';
import { foldText } from '#shared/pure/text.ts';
import type { CatalogueRecord } from './catalogue-record.ts';

/** Professions and trades in which one is examined, licensed and registered oneself. */
const OWN_ACCOUNT = new Set(
  [
    'Chăn nuôi',
    'Công chứng',
    'Đấu giá tài sản',
    'Giám định tư pháp',
    'Hoạt động xây dựng',
    'Kế toán, kiểm toán',
    'Kiểm tra kiến thức pháp luật về trật tự, an toàn giao thông đường bộ',
    'Kiến trúc',
    'Kinh doanh bất động sản',
    'Luật sư',
    'Quản tài viên',
    'Sát hạch, cấp giấy phép lái xe',
    'Thành lập và hoạt động doanh nghiệp (hộ kinh doanh)',
    'Thú y',
    'Thủy sản',
    'Thừa phát lại',
    'Tư vấn pháp luật',
    'Trồng trọt và Bảo vệ thực vật',
  ].map(foldText),
);

const PERSONS = /công dân|người|cán bộ|công chức|viên chức|đảng viên|cá nhân|hộ gia đình/u;
/** Procedures about somebody or something else than the applicant, whatever their field. */
const ABOUT_OTHERS =
  /thừa kế|đã chết|tử tuất|thân nhân|người khác|chuyển nhượng|chuyển quyền|tặng cho|sang tên|giám hộ|con nuôi|trẻ em|đại diện/u;

/** HOLDER, or UNKNOWN: then the papers of its dossiers are the applicant's only where a sender says so. */
export function applicantRoleOf({ name, field, applicants }: CatalogueRecord): Role {
  if (ABOUT_OTHERS.test(foldText(name))) return 'UNKNOWN';
  const whoMayApply = foldText(applicants);
  const bodiesOnly = whoMayApply !== '' && !PERSONS.test(whoMayApply);
  return bodiesOnly || OWN_ACCOUNT.has(foldText(field)) ? 'HOLDER' : 'UNKNOWN';
}
