import { UsageError } from "./command.ts";

const UNITS_MS: Readonly<Record<string, number>> = {
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

/** Milliseconds of a duration such as `30m`, `12h` or `90d`. @throws UsageError */
export const parseDuration = (text: string, option: string): number => {
  const match = /^([1-9]\d{0,7})([smhd])$/u.exec(text);
  const unit = UNITS_MS[match?.[2] ?? ""];
  if (match === null || unit === undefined) {
    throw new UsageError(`--${option} is a number and a unit: 30m, 12h or 90d.`);
  }
  return Number(match[1]) * unit;
};
