/**
 * The days that a page can be seen as of. The slider counts them from 1; its last number is what is known now.
 */

/** The days that the page offers, oldest first. @returns {string[]} */
export const vintageDays = () =>
  JSON.parse(/** @type {HTMLElement | null} */ (document.querySelector("[data-vintages]"))?.dataset.vintages ?? "[]");

/**
 * The number of the last day that is not after the one that the view is as of.
 * @param {string[]} days
 * @param {string | undefined} asOf
 */
export function vintageNumber(days, asOf) {
  return asOf ? Math.max(days.filter((day) => day <= asOf).length, 1) : days.length;
}

/**
 * The day of that number; null where it is what is known now.
 * @param {string[]} days
 * @param {number} number
 */
export const vintageDay = (days, number) => (number >= days.length ? null : days[Math.max(number, 1) - 1]);

/** Write the chosen day below the slider, in the page's language. @param {number} number */
export function writeVintage(number) {
  const place = document.querySelector(".vintage-day");
  const day = vintageDays()[number - 1];
  if (!place || !day) return;
  const format = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "medium", timeZone: "UTC" });
  place.textContent = format.format(new Date(`${day}T00:00:00Z`));
}
