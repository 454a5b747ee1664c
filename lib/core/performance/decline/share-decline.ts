import { normalTail } from '../../drift/statistics/normal.ts';
import { withoutSkew } from './without-skew.ts';

/** `right` of `rows` are right. */
export interface Share {
  readonly right: number;
  readonly rows: number;
}

/**
 * P-value of "the share now is at most `margin` below the one before", one-sided: the score test of Farrington and
 * Manning (Statistics in Medicine 9, 1990), whose variance is that of the likeliest shares which differ by just the
 * margin, corrected for skewness (Gart and Nam). Without the correction a margin of 0 gives the pooled test of two
 * proportions.
 * @param margin at least 0, below 1
 * @returns undefined where a side has no rows
 * @example shareDecline({ right: 90, rows: 100 }, { right: 75, rows: 100 }, 0.05) // 0.0295
 */
export function shareDecline(before: Share, now: Share, margin: number): number | undefined {
  if (before.rows === 0 || now.rows === 0) return undefined;
  const shareBefore = before.right / before.rows;
  const shareNow = now.right / now.rows;
  const likely = likeliest({ share: shareNow, rows: now.rows }, { share: shareBefore, rows: before.rows }, -margin);
  const variance =
    varianceOf({ share: likely.now, rows: now.rows }) + varianceOf({ share: likely.before, rows: before.rows });
  const distance = shareBefore - margin - shareNow;
  // All right or all wrong on both sides: there is nothing that could have strayed.
  if (variance <= 0) return distance > 0 ? 0 : 1;
  const third =
    thirdMomentOf({ share: likely.before, rows: before.rows }) - thirdMomentOf({ share: likely.now, rows: now.rows });
  return normalTail(withoutSkew(distance / Math.sqrt(variance), third / variance ** 1.5));
}

interface Sample {
  readonly share: number;
  readonly rows: number;
}

const varianceOf = ({ share, rows }: Sample): number => (share * (1 - share)) / rows;
const thirdMomentOf = ({ share, rows }: Sample): number => (share * (1 - share) * (1 - 2 * share)) / rows ** 2;

/** The likeliest shares of which the one now is `difference` above the one before: the middle root of a cubic, in closed form. */
function likeliest(now: Sample, before: Sample, difference: number): { now: number; before: number } {
  const ratio = before.rows / now.rows;
  const a = 1 + ratio;
  const b = -(1 + ratio + now.share + ratio * before.share + difference * (ratio + 2));
  const c = difference ** 2 + difference * (2 * now.share + ratio + 1) + now.share + ratio * before.share;
  const d = -now.share * difference * (1 + difference);
  const v = b ** 3 / (27 * a ** 3) - (b * c) / (6 * a ** 2) + d / (2 * a);
  const u = (v < 0 ? -1 : 1) * Math.sqrt(Math.max(0, b ** 2 / (9 * a ** 2) - c / (3 * a)));
  const angle = u === 0 ? 0 : Math.acos(Math.max(-1, Math.min(1, v / u ** 3)));
  const within = (share: number, low: number, high: number): number => Math.max(low, Math.min(high, share));
  const found = within(
    2 * u * Math.cos((Math.PI + angle) / 3) - b / (3 * a),
    Math.max(0, difference),
    Math.min(1, 1 + difference),
  );
  return { now: found, before: found - difference };
}
