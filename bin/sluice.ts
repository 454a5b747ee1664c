#!/usr/bin/env node
/** The command line, for Node 24: it runs TypeScript as it is. */
import { main } from '../lib/cli/main.ts';

process.exitCode = await main(process.argv.slice(2));
