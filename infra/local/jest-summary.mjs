import { writeFileSync } from 'node:fs';

/** Names every skipped test with the part it needs, and leaves the counts for whoever closes the run. */
export default class Summary {
  /** @param {unknown} _contexts @param {import('@jest/reporters').AggregatedResult} results */
  onRunComplete(_contexts, results) {
    for (const { testResults } of results.testResults)
      for (const { status, fullName } of testResults) {
        if (status !== 'pending' && status !== 'todo') continue;
        const [, part] = fullName.match(/\(needs ([^)]+)\)/) ?? [];
        process.stdout.write(`SKIPPED (${part ? `needs ${part}` : 'marked so in its file'}) ${fullName}\n`);
      }
    const { numPassedTests: passed, numFailedTests, numRuntimeErrorTestSuites, numPendingTests, numTodoTests } = results;
    // A file that does not even load has no tests to count; it is one failure all the same.
    const counts = { passed, failed: numFailedTests + numRuntimeErrorTestSuites, skipped: numPendingTests + numTodoTests };
    if (process.env.ANJUAN_TEST_COUNTS) writeFileSync(process.env.ANJUAN_TEST_COUNTS, JSON.stringify(counts));
    else process.stdout.write(`${closingLine(counts)}\n`);
  }
}

/** @type {(counts: { passed: number, failed: number, skipped: number }) => string} */
export const closingLine = ({ passed, failed, skipped }) => `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
