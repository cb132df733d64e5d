#!/usr/bin/env node
import { packageVersion } from '../host/package-files.ts';
import { main } from './main.ts';

// Nobody listens for SIGINT and SIGTERM here: a listener would be heard only after the synchronous work, so that Ctrl-C would come too late.
// The system ends the program at once, as a shell reports with 130; only while files are written does a signal wait (host/signals.ts).
// Whoever writes hears of a failure; without a listener the same failure would end the program with a stack trace.
process.stdout.on('error', () => {});
process.stderr.on('error', () => {});
process.exitCode = await main(process.argv.slice(2), packageVersion);
