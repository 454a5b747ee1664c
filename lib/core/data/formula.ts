/**
 * A text of the user's as a cell that a spreadsheet shows and does not run: an apostrophe before what begins like a
 * formula (OWASP, CSV injection). For files that people open; canonical files keep cells as they are.
 */
export const notFormula = (text: string): string => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text);
