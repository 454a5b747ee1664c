#!/usr/bin/env node
/** The command line. Node 24 runs it as it is; an older Node hands it to the one of the lock file. */
import { main } from '../lib/cli/program.ts';

process.exitCode = await main(process.argv.slice(2));
