/** The pages as a browser shows them: looked at in both colours, on a wide screen and on a phone. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { AxeResults } from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { comparisonPage } from '../../../../lib/core/reports/comparison-page.ts';
import { datasetPage } from '../../../../lib/core/reports/dataset-page.ts';
import { diffPage } from '../../../../lib/core/reports/diff-page.ts';
import { driftPage } from '../../../../lib/core/reports/drift-page.ts';
import { filePage } from '../../../../lib/core/reports/file-page.ts';
import { trendPage } from '../../../../lib/core/reports/trend-page.ts';
import { chromiumPath, launch } from './_chromium.ts';
import { hostileComparison, hostileDataset, hostileDiff, hostileDrift, hostileFile } from './_hostile.ts';
import { comparisonSample, datasetSample, diffSample, driftSample, fileSample, healthSample } from './_samples.ts';
import { hostileTrend, trendSample } from './_trends.ts';

const executable = chromiumPath();
if (!executable) console.log('skipped: no Chromium here to look at the reports with (set CHROMIUM to its path)');
/** Pictures of whole pages, for a person: the tests look at figures. */
const KEPT = Boolean(process.env['SLUICE_KEEP_PICTURES']);
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const PAGES = {
  dataset: datasetPage(datasetSample(8)),
  drift: driftPage({ ...driftSample(8), health: healthSample() }, { since: '2026-11-21T06:00:00.000Z', state: 'open' }),
  file: filePage(fileSample(8)),
  diff: diffPage(diffSample(8)),
  comparison: comparisonPage(comparisonSample(8), '2026-11-21T06:00:00.000Z'),
  'hostile comparison': comparisonPage(hostileComparison(), '2026-11-21T06:00:00.000Z'),
  'hostile dataset': datasetPage(hostileDataset()),
  'hostile file': filePage(hostileFile()),
  'hostile diff': diffPage(hostileDiff()),
  'hostile drift': driftPage(hostileDrift()),
  trend: trendPage(trendSample(8)),
  'hostile trend': trendPage(hostileTrend()),
};
const WIDTHS = { wide: 1200, phone: 390 };
const LOOKS = [
  ['dataset', 'light', 'wide'],
  ['dataset', 'dark', 'phone'],
  ['file', 'light', 'phone'],
  ['file', 'dark', 'wide'],
  ['diff', 'light', 'wide'],
  ['diff', 'dark', 'phone'],
  ['comparison', 'light', 'wide'],
  ['comparison', 'dark', 'phone'],
  ['hostile comparison', 'light', 'phone'],
  ['drift', 'light', 'phone'],
  ['drift', 'dark', 'wide'],
  ['hostile dataset', 'light', 'phone'],
  ['hostile file', 'dark', 'phone'],
  ['hostile diff', 'light', 'phone'],
  ['hostile drift', 'dark', 'phone'],
  ['trend', 'light', 'wide'],
  ['trend', 'dark', 'phone'],
  ['hostile trend', 'light', 'phone'],
] as const;

describe.skipIf(!executable)('a report in a browser', () => {
  let browser: Browser;
  const folder = mkdtempSync(path.join(tmpdir(), 'sluice-reports-'));
  beforeAll(async () => {
    browser = await launch(executable ?? '');
    if (KEPT) console.log(`pictures of the reports: ${folder}`);
  });
  afterAll(async () => {
    await browser?.close();
    if (!KEPT) rmSync(folder, { recursive: true });
  });

  it.each(LOOKS)('%s, %s, %s', async (name, colorScheme, screen) => {
    const width = WIDTHS[screen];
    const file = path.join(folder, `${name.replace(' ', '-')}.html`);
    writeFileSync(file, PAGES[name]);
    // The test may run scripts in the page; the page's own policy is tried below.
    const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme, bypassCSP: true });
    const page = await context.newPage();
    const asked: string[] = [];
    const said: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    page.on('console', (message) => said.push(message.text()));
    page.on('pageerror', (error) => said.push(error.message));
    page.on('dialog', (dialog) => said.push(dialog.message()));
    await page.goto(pathToFileURL(file).href);
    await page.addStyleTag({ content: '.card { content-visibility: visible !important }' });

    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
    const picture = `${name.replace(' ', '-')}-${colorScheme}-${screen}.png`;
    if (KEPT) await page.screenshot({ path: path.join(folder, picture), fullPage: true });
    expect(await blankFigures(page)).toEqual([]);
    expect(await axeFindings(page)).toEqual([]);
    expect(asked).toEqual([pathToFileURL(file).href]);
    expect(said).toEqual([]);
    await context.close();
  });

  it('opens its folds on paper', async () => {
    const page = await browser.newPage({ viewport: { width: 800, height: 900 } });
    await page.setContent(PAGES.dataset);
    const visible = () => page.evaluate("document.querySelector('details table').checkVisibility()");
    expect(await visible()).toBe(false);
    await page.emulateMedia({ media: 'print' });
    expect(await visible()).toBe(true);
    await page.close();
  });

  it('is quiet under its own policy, and holds nothing that acts', async () => {
    const page = await browser.newPage();
    const said: string[] = [];
    page.on('console', (message) => said.push(message.text()));
    await page.setContent(PAGES['hostile dataset']);
    const acting = "document.querySelectorAll('script, img, link, iframe, form, object, [onload], [onerror]').length";
    expect(await page.evaluate(acting)).toBe(0);
    expect(await page.evaluate("document.querySelectorAll('.card').length")).toBe(14);
    expect(said).toEqual([]);
    await page.close();
  });
});

/** Few are enough: all are drawn by the same code. */
const FIGURES_LOOKED_AT = 3;
const LEAST_PIXELS = 30;

/** Pixels of a PNG that have the colour of "now": a figure that shows nothing still has text and an axis. */
const FILLED = `async (base64) => {
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
  const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d');
  context.drawImage(bitmap, 0, 0);
  const { data } = context.getImageData(0, 0, bitmap.width, bitmap.height);
  let filled = 0;
  for (let i = 0; i < data.length; i += 4)
    if (Math.abs(data[i] - 0x2f) + Math.abs(data[i + 1] - 0x81) + Math.abs(data[i + 2] - 0xc4) < 12) filled += 1;
  return filled;
}`;

/** Titles of figures in which nothing is drawn. */
async function blankFigures(page: Page): Promise<string[]> {
  const figures = await page.locator('figure svg:has(path.now, path.line)').all();
  expect(figures.length).toBeGreaterThan(FIGURES_LOOKED_AT);
  const blank: string[] = [];
  for (const figure of figures.slice(0, FIGURES_LOOKED_AT)) {
    const png = await figure.screenshot();
    const filled = Number(await page.evaluate(`(${FILLED})(${JSON.stringify(png.toString('base64'))})`));
    if (filled < LEAST_PIXELS) blank.push((await figure.locator('title').textContent()) ?? '');
  }
  return blank;
}

async function axeFindings(page: Page): Promise<string[]> {
  await page.evaluate(AXE);
  const { violations } = (await page.evaluate('axe.run()')) as AxeResults;
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`);
}
