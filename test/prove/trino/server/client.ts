/** Statements over Trino's client protocol: an answer comes in pages, each naming the next. */
import * as z from 'zod';

const Page = z.object({
  nextUri: z.string().optional(),
  columns: z.array(z.object({ name: z.string() })).optional(),
  data: z.array(z.array(z.unknown())).optional(),
  error: z.object({ message: z.string(), errorName: z.string() }).optional(),
});

export type Row = Record<string, unknown>;

export interface TrinoClient {
  /** All rows of the answer. Numbers that JSON has no word for come as texts. @throws Error as Trino tells it */
  rows(sql: string): Promise<Row[]>;
}

export function trinoClient(address: string): TrinoClient {
  const headers = { 'X-Trino-User': 'prove', 'X-Trino-Catalog': 'memory', 'X-Trino-Schema': 'default' };
  const page = async (url: string, init: RequestInit): Promise<z.infer<typeof Page>> => {
    const response = await fetch(url, { ...init, headers });
    if (!response.ok) throw new Error(`Trino answers ${response.status}: ${(await response.text()).slice(0, 500)}`);
    return Page.parse(await response.json());
  };
  return {
    async rows(sql) {
      const rows: Row[] = [];
      let current = await page(`${address}/v1/statement`, { method: 'POST', body: sql });
      for (;;) {
        const { error, columns = [], data = [], nextUri } = current;
        if (error)
          throw new Error(`Trino refuses: ${error.errorName}: ${error.message.slice(0, 500)}\n${sql.slice(0, 300)}`);
        for (const values of data) rows.push(Object.fromEntries(columns.map(({ name }, i) => [name, values[i]])));
        if (nextUri === undefined) return rows;
        current = await page(nextUri, {});
      }
    },
  };
}
