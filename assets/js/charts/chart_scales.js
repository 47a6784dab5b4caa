/**
 * Where values stand along the axes of a figure, and what is written there.
 * @typedef {Record<string, any>} Axis of a figure's layout
 * @typedef {(value: any) => number} Scale a value's pixel
 * @typedef {{ at: number, lines: string[] }} Tick
 */
import { plainLines } from "./chart_text.js";

const DAY_MS = 86_400_000;
const MONTH_MS = 30.44 * DAY_MS;
/** Pixels of a letter at an axis, narrow and square, of a digit, and between two texts. */
const [LETTER_PX, SQUARE_PX, DIGIT_PX, APART_PX] = [6.2, 11.5, 6.9, 14];
const SQUARE = /[\u2e80-\uffef]/g;

/** A place on an axis as a number: a day, or an instant without a zone, as milliseconds. @param {any} value */
export function placeOf(value) {
  if (typeof value !== "string") return value;
  return Date.parse(value.length > 10 ? `${value.replace(" ", "T").replace("Z", "")}Z` : value);
}

/** From places to pixels. @param {[number, number]} places @param {[number, number]} pixels @returns {Scale} */
export function scale([first, last], [from, to]) {
  const share = last === first ? 0 : (to - from) / (last - first);
  return (value) => (last === first ? (from + to) / 2 : from + (placeOf(value) - first) * share);
}

/** The shortest distance of two places; a day where there is but one. @param {number[]} places in order */
export function stepOf(places) {
  const steps = places.slice(1).map((place, index) => place - places[index]);
  return steps.length ? Math.min(...steps) : DAY_MS;
}

/** @param {string} text @param {number} type by how much type grows */
const widthOf = (text, type) => {
  const square = text.match(SQUARE)?.length ?? 0;
  const digits = text.match(/\d/g)?.length ?? 0;
  return (square * SQUARE_PX + digits * DIGIT_PX + (text.length - square - digits) * LETTER_PX) * type;
};

/** Half of the width of a text of several lines. @param {string[]} lines @param {number} type */
export const halfOf = (lines, type) => Math.max(...lines.map((line) => widthOf(line, type))) / 2;

/**
 * @param {Date} day
 * @param {string} format of d3, in the fields that components/locale_formats.py writes
 * @param {string[]} months
 */
export function dateText(day, format, months) {
  /** @type {Record<string, string | number>} */
  const fields = {
    "%Y": day.getUTCFullYear(),
    "%b": months[day.getUTCMonth()],
    "%-m": day.getUTCMonth() + 1,
    "%-d": day.getUTCDate(),
  };
  return format.replace(/%-?[A-Za-z]/g, (field) => String(fields[field] ?? ""));
}

/**
 * The first days of steps of so many days; of whole weeks Mondays.
 * @param {number} first
 * @param {number} last
 * @param {number} days
 */
function everyDays(first, last, days) {
  const start = Math.ceil(first / DAY_MS);
  // 1970-01-05 was a Monday.
  const from = days % 7 ? start : start + ((((4 - start) % 7) + 7) % 7);
  const ends = Math.floor(last / DAY_MS);
  return Array.from(
    { length: Math.max(0, Math.floor((ends - from) / days) + 1) },
    (_, index) => (from + index * days) * DAY_MS,
  );
}

/** @param {number} first @param {number} last @param {number} months */
function everyMonths(first, last, months) {
  const day = new Date(first);
  const found = [];
  let month = Math.floor((day.getUTCFullYear() * 12 + day.getUTCMonth()) / months) * months;
  for (let at = 0; at <= last; month += months) {
    const start = new Date(0);
    start.setUTCFullYear(Math.floor(month / 12), month % 12, 1);
    at = start.getTime();
    if (at >= first && at <= last) found.push(at);
  }
  return found;
}

/** Ways to part an axis of dates, the shortest steps first: of days, months and years. */
const STEPS = [
  ...[1, 2, 7, 14].map((days) => ({ format: 0, length: days * DAY_MS, starts: everyDays, step: days })),
  ...[1, 2, 3, 6].map((months) => ({ format: 1, length: months * MONTH_MS, starts: everyMonths, step: months })),
  ...[1, 2, 5, 10, 20, 50, 100].map((years) => ({
    format: 2,
    length: years * 12 * MONTH_MS,
    starts: everyMonths,
    step: years * 12,
  })),
];
/** A day whose words are long. */
const LONG_DAY = new Date(Date.UTC(2028, 10, 28));

/**
 * Days that an axis of dates has room to write: in the shortest steps whose words lie apart.
 * @param {[number, number]} range
 * @param {number} width pixels of the axis
 * @param {{ formats: string[], months: string[], type: number }} written
 * @returns {Tick[]}
 */
export function dateTicks([first, last], width, { formats, months, type }) {
  const fitting = STEPS.find(({ format, length }) => {
    const room = widthOf(dateText(LONG_DAY, formats[format], months), type) + APART_PX * type;
    return ((last - first) / length) * room <= width;
  });
  const { format, starts, step } = fitting ?? STEPS[STEPS.length - 1];
  return starts(first, last, step).map((at) => ({ at, lines: [dateText(new Date(at), formats[format], months)] }));
}

/**
 * The ticks of an axis without those whose words would run into those before them.
 * @param {Tick[]} ticks in their order
 * @param {[number, number]} range
 * @param {number} width pixels of the axis
 * @param {number} type
 */
function apart(ticks, [first, last], width, type) {
  let end = -Infinity;
  return ticks.filter(({ at, lines }) => {
    const half = halfOf(lines, type);
    const middle = ((at - first) / (last - first || 1)) * width;
    if (middle - half < end + (APART_PX / 3) * type) return false;
    end = middle + half;
    return true;
  });
}

/**
 * What an axis says where: what it names itself, else days.
 * @param {Axis} axis
 * @param {[number, number]} range
 * @param {number} width
 * @param {{ months: string[], type: number }} written
 * @returns {Tick[]}
 */
export function ticksOf(axis, range, width, { months, type }) {
  if (axis.visible === false) return [];
  if (axis.tickvals) {
    const ticks = axis.tickvals.map((/** @type {any} */ at, /** @type {number} */ index) => ({
      at: placeOf(at),
      lines: plainLines(axis.ticktext[index]),
    }));
    return width > 0 ? apart(ticks, range, width, type) : ticks;
  }
  const formats = (axis.tickformatstops ?? []).map((/** @type {{ value: string }} */ stop) => stop.value);
  return formats.length ? dateTicks(range, width, { formats, months, type }) : [];
}
