// do: sdk.setup
// do: sdk.codeLocation
import { Report } from './report.ts';

const report = new Report();
report.add('apples', 3);
report.add('pears', 4);
console.log(report.total());
