/** `import sql from './table.sql'` gives its text, as in the bundles. */
module.exports = { process: (/** @type {string} */ text) => ({ code: `module.exports = ${JSON.stringify(text)};` }) };
