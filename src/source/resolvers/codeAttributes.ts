import { ATTR_CODE_FILE_PATH, ATTR_CODE_FUNCTION_NAME, ATTR_CODE_LINE_NUMBER } from '../../semconv/names.ts';
import { functionsCalled } from '../functions.ts';
import { Confidence } from '../location.ts';
import { findPlace } from '../recordedPlace.ts';
import type { Resolver } from './resolver.ts';

/** The place that the program recorded itself: `code.*` of either generation. */
export const codeAttributes: Resolver = (facts, index) => {
  const { codeFile, codeLine, codeColumn, codeFunction, language } = facts;
  if (codeFile !== '') {
    const parts = [
      ATTR_CODE_FILE_PATH,
      codeLine > 0 ? ATTR_CODE_LINE_NUMBER : '',
      codeFunction ? ATTR_CODE_FUNCTION_NAME : '',
    ];
    const place = { file: codeFile, line: codeLine, column: codeColumn, functionName: codeFunction };
    return findPlace(place, parts.filter(Boolean).join(' and '), Confidence.Recorded, index);
  }
  // Java's agent and others record no file.
  const functions = functionsCalled(codeFunction, (name) =>
    index.functionsNamed(name).filter(({ file }) => index.speaks(file, language)),
  );
  return functions.map(({ file, site }) => ({
    file,
    line: site.line,
    column: site.column,
    reason: `code.function.name ${codeFunction}`,
    confidence: functions.length > 1 ? Confidence.Ambiguous : Confidence.FunctionName,
  }));
};
