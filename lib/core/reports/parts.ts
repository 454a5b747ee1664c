/** What both reports are put together from. */
import { type Html, html, joined } from './html.ts';

export type Fact = readonly [name: string, value: Html | string | undefined];

const pairs = (facts: readonly Fact[]): Html =>
  joined(
    facts
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`),
  );

export const factList = (facts: readonly Fact[]): Html => html`<dl class="facts">${pairs(facts)}</dl>`;
/** A few numbers of one column. */
export const numberList = (facts: readonly Fact[]): Html => html`<dl class="numbers">${pairs(facts)}</dl>`;

export const section = (heading: string, ...content: readonly (Html | undefined)[]): Html =>
  html`<section><h2>${heading}</h2>${content.filter((part) => part !== undefined)}</section>`;

export const folded = (summary: string, content: Html): Html =>
  html`<details><summary>${summary}</summary>${content}</details>`;

/** The caption under a figure says what is compared. */
export const figure = (drawing: Html, caption: Html | string): Html =>
  html`<figure>${drawing}<figcaption>${caption}</figcaption></figure>`;

export interface TableColumn {
  readonly title: string;
  /** Numbers stand at the right. */
  readonly number?: boolean;
}

export type TableRow = readonly (Html | string)[];

const numeric = (column: TableColumn | undefined): Html | undefined => (column?.number ? html` class="n"` : undefined);

/** The first cell of a row is its header. */
export const tableRow = (columns: readonly TableColumn[], [first = '', ...rest]: TableRow): Html =>
  html`<tr><th scope="row">${first}</th>${rest.map((cell, i) => html`<td${numeric(columns[i + 1])}>${cell}</td>`)}</tr>\n`;

/** Only tables scroll sideways, also by the keyboard. */
export function table(name: string, columns: readonly TableColumn[], rows: readonly TableRow[]): Html {
  const head = columns.map((column) => html`<th scope="col"${numeric(column)}>${column.title}</th>`);
  const body = rows.map((row) => tableRow(columns, row));
  return html`<div class="wide" role="region" aria-label="${name}" tabindex="0"><table><thead><tr>${head}</tr></thead><tbody>\n${body}</tbody></table></div>`;
}

export const list = (items: readonly Html[]): Html =>
  html`<ul class="list">${items.map((item) => html`<li>${item}</li>\n`)}</ul>`;

/** Columns are linked by their place in the contract: a name may hold anything. */
export const columnId = (index: number): string => `c${index + 1}`;
