// Writes its OTEL_* variables to the file that is its argument.
const { renameSync, writeFileSync } = require('node:fs');

const file = process.argv[2];
const variables = Object.entries(process.env).filter(([name]) => name.startsWith('OTEL_'));
// Whole or not at all: a test polls for the file.
writeFileSync(`${file}.part`, JSON.stringify(Object.fromEntries(variables)));
renameSync(`${file}.part`, file);
