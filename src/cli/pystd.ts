#!/usr/bin/env node
import { packageVersion } from '../host/package-files.ts';
import { EXIT } from './exit.ts';
import { main } from './main.ts';

process.on('SIGINT', () => process.exit(EXIT.interrupted));
process.on('SIGTERM', () => process.exit(EXIT.interrupted));
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});
process.exitCode = await main(process.argv.slice(2), packageVersion);
