#!/usr/bin/env node
import { packageVersion } from '../host/package-files.ts';
import { EXIT } from './exit.ts';
import { main } from './main.ts';

process.on('SIGINT', () => process.exit(EXIT.interrupted));
process.on('SIGTERM', () => process.exit(EXIT.interrupted));
// Whoever writes hears of a failure; without a listener the same failure would end the program with a stack trace.
process.stdout.on('error', () => {});
process.stderr.on('error', () => {});
process.exitCode = await main(process.argv.slice(2), packageVersion);
