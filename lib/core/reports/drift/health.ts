/** Health of what served in a window: each measure with its limit and the windows before it, what is found first. */
import type { Health, HealthFinding } from '../../health/document.ts';
import { inShort, MEASURES } from '../../messages/kinds/health-words.ts';
import { type Html, html } from '../html.ts';
import { section, type TableRow, table } from '../parts.ts';
import { counted, integer, quantity, shareOf } from '../words.ts';

/** `errors in 18 % of requests and 1 more`; undefined where nothing is found. @param told what the verdict says anyway */
export function notHealthy(health: Health | undefined, told: string): string | undefined {
  const [worst, ...rest] = (health?.findings ?? []).filter(({ name }) => name !== told);
  if (!worst) return undefined;
  return `${inShort(worst)}${rest.length > 0 ? ` and ${rest.length} more` : ''}`;
}

export function healthSection(health: Health): Html {
  const rows = [...health.findings.map(foundRow(health)), ...otherRows(health)];
  return section('Health', table('Health', COLUMNS, rows), html`<p class="note muted">${comparedText(health)}</p>`);
}

const COLUMNS = [
  { title: 'measure' },
  { title: 'state' },
  { title: 'now', number: true },
  { title: 'limit', number: true },
  { title: 'before', number: true },
];

const NOT_KNOWN = '–';
const milliseconds = (value: number | undefined): string =>
  value === undefined ? NOT_KNOWN : `${quantity(value)}\u00a0ms`;
const share = (value: number | undefined): string => (value === undefined ? NOT_KNOWN : shareOf(value));
const requests = (value: number | undefined): string => (value === undefined ? NOT_KNOWN : integer(value));
const WRITTEN = { share, ms: milliseconds, requests } as const;

/** A share alone hides how few there are. */
const counted5xx = ({ serverErrors, requests: all }: Health): string =>
  `${MEASURES.errors} (${integer(serverErrors)} of ${integer(all)})`;
const counted4xx = ({ clientErrors, requests: all }: Health): string =>
  `${MEASURES['client-errors']} (${integer(clientErrors)} of ${integer(all)})`;
const latencyAt = (percentile: 95 | 99): string => `${MEASURES.latency}, p${percentile}`;

function measureOf(health: Health, { name, percentile }: HealthFinding): string {
  if (name === 'errors') return counted5xx(health);
  if (name === 'client-errors') return counted4xx(health);
  return percentile === undefined ? MEASURES[name] : latencyAt(percentile);
}

const foundRow =
  (health: Health) =>
  (finding: HealthFinding): TableRow => {
    const written = WRITTEN[finding.unit];
    return [
      measureOf(health, finding),
      html`<b class="bad">not healthy</b>`,
      written(finding.now),
      written(finding.limit),
      written(finding.before),
    ];
  };

/** What is as usual, or too little to tell. */
function otherRows(health: Health): TableRow[] {
  const { findings, latency, overhead, limits, before, stageRequests, outcome } = health;
  const found = (...names: HealthFinding['name'][]): boolean => findings.some(({ name }) => names.includes(name));
  const slow = findings.find(({ name }) => name === 'latency')?.percentile;
  const well = outcome === 'undecided' ? 'too few requests' : 'well';
  const state = (judged: boolean): string => (judged ? well : NOT_KNOWN);
  const [some, partOf] = [health.requests > 0, (count: number) => count / health.requests];
  const rows: (TableRow | false)[] = [
    !found('errors') && [
      counted5xx(health),
      state(some),
      share(some ? partOf(health.serverErrors) : undefined),
      share(limits?.errorRate),
      share(before?.serverErrors),
    ],
    !found('client-errors') && [
      counted4xx(health),
      state(some),
      share(some ? partOf(health.clientErrors) : undefined),
      NOT_KNOWN,
      share(before?.clientErrors),
    ],
    // With the 99th percentile beyond its limit nobody asks about the 95th.
    slow !== 95 && [
      latencyAt(95),
      state(latency !== undefined && slow === undefined),
      milliseconds(latency?.p95),
      NOT_KNOWN,
      milliseconds(before?.p95),
    ],
    slow !== 99 && [
      latencyAt(99),
      state(latency !== undefined),
      milliseconds(latency?.p99),
      milliseconds(limits?.latencyMs),
      milliseconds(before?.p99),
    ],
    overhead !== undefined && ['added by SageMaker, p95', NOT_KNOWN, milliseconds(overhead.p95), NOT_KNOWN, NOT_KNOWN],
    !found('volume', 'no-traffic') && [
      'requests of the stage',
      state(before?.stageRequests !== undefined),
      integer(stageRequests),
      NOT_KNOWN,
      requests(before?.stageRequests),
    ],
  ];
  return rows.filter((row) => row !== false);
}

/** What "before" is of. */
function comparedText({ compared: { windows, sameHours } }: Health): string {
  const own = `Errors and latency before: at their worst in ${counted(windows, 'window')} of four weeks with 100 requests or more of this configuration.`;
  const hours = `Requests before: the fewest in ${counted(sameHours, 'window')} of the same hours of the stage.`;
  return `As SageMaker counts. ${own} ${hours} A dash: not known, or no limit of its own.`;
}
