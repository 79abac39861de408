// do: sdk.setup
// do: sdk.codeLocation
const { stroke } = require('./stroke');

setInterval(() => {}, 1_000);
console.log(stroke(2));
process.kill(process.pid, 'SIGTERM');
