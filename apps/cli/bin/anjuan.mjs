#!/usr/bin/env node
import { existsSync } from 'node:fs';

const main = new URL('../dist/main.mjs', import.meta.url);

if (existsSync(main)) {
  process.setSourceMapsEnabled(true);
  await import(main.href);
} else {
  process.stderr.write('命令行工具尚未构建。请先运行：npm run build\nThe command line is not built yet. Run first: npm run build\n');
  process.exitCode = 1;
}
