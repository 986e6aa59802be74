/**
 * The channels of a procedure: `<channel><number> <unit><fee>(<note>)<text>`, cells glued together. Without a unit the
 * number and the fee run into each other («1100,000 Việt Nam Đồng» is 1 and 100,000).
 */
import type { Channel } from '#schemas/generated/events.ts';
import { CHANNEL_TABLE } from './page.ts';

export type TimeUnit = 'WORKING_DAY' | 'DAY' | 'HOUR' | 'MONTH';

export interface ChannelRow {
  readonly channel: Channel;
  /** As printed; undefined where no number is. */
  readonly time?: { readonly count: number; readonly unit?: TimeUnit };
  /** Undefined where nothing is said; 0 is free of charge. */
  readonly fee?: { readonly amount: number; readonly currency: 'VND' | 'USD' };
}

const CHANNELS: Readonly<Record<string, Channel>> = {
  'Trực tiếp': 'IN_PERSON',
  'Trực tuyến': 'ONLINE',
  'Dịch vụ bưu chính': 'POSTAL',
};
const UNITS: Readonly<Record<string, TimeUnit>> = {
  'Ngày làm việc': 'WORKING_DAY',
  Ngày: 'DAY',
  Giờ: 'HOUR',
  Tháng: 'MONTH',
};

const UNKNOWN =
  '(?:Không có thông tin|Không phải trả kết quả cho người nộp thuế|Không quy định|Hệ thống giải quyết|Không(?! ))';
const ROW = new RegExp(
  `(Trực tiếp|Trực tuyến|Dịch vụ bưu chính)(?=\\d|${UNKNOWN})` +
    `(?:(\\d+(?:[.,]\\d+)?) (Ngày làm việc|Ngày|Giờ|Tháng)|(\\d+)(?=Miễn phí|${UNKNOWN})|(${UNKNOWN}))?` +
    '(?:(Miễn phí)|(\\d[\\d,.]*) (VNĐ|Việt Nam Đồng|USD))?',
  'gu',
);

/** The channels of the section, in its order. */
export function readChannelRows(section: string): readonly ChannelRow[] {
  const text = section.startsWith(CHANNEL_TABLE) ? section.slice(CHANNEL_TABLE.length) : section;
  return [...text.matchAll(ROW)].map(readRow);
}

function readRow(match: RegExpExecArray): ChannelRow {
  const [, name = '', counted, unitName = '', bare, untold, free, digits, money] = match;
  const channel = CHANNELS[name] ?? 'UNKNOWN';
  const isGlued = counted === undefined && bare === undefined && untold === undefined;
  const glued = isGlued && digits !== undefined ? splitGlued(digits) : undefined;
  const time = counted ?? bare ?? glued?.time;
  const amount = free === undefined ? (glued?.fee ?? digits) : '0';
  const unit = UNITS[unitName];
  return {
    channel,
    ...(time !== undefined && {
      time: { count: Number(time.replace(',', '.')), ...(unit !== undefined && { unit }) },
    }),
    ...(amount !== undefined && {
      fee: { amount: Number(amount.replace(/[.,]/gu, '')), currency: money === 'USD' ? 'USD' : 'VND' },
    }),
  };
}

/** The fee takes the longest group of up to three digits that leaves one for the time and has no zero in front. */
function splitGlued(digits: string): { readonly time: string; readonly fee: string } {
  const [first = '', ...groups] = digits.split(/(?=[,.])/u);
  const feeDigits = [3, 2, 1].find((size) => size < first.length && first.at(-size) !== '0') ?? 0;
  const at = first.length - feeDigits;
  return { time: first.slice(0, at), fee: [first.slice(at), ...groups].join('') };
}
