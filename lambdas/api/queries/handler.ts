import { httpHandler } from '../../_shared/http.ts';
import { dependencies } from './deps.ts';
import { queriesApp } from './routes.ts';

export const handler = httpHandler<'api-queries'>(() => queriesApp(dependencies(process.env)));
