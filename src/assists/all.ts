import type { Assist } from './assist.ts';
import { linkAdd } from './linkAdd.ts';
import { semconvRename } from './semconvRename.ts';
import { nameLowCardinality } from './nameLowCardinality.ts';
import { spanEnd } from './spanEnd.ts';
import { spanAttributes } from './spanAttributes.ts';
import { spanError } from './spanError.ts';
import { contextCarry } from './contextCarry.ts';
import { httpClient } from './httpClient.ts';
import { httpServer } from './httpServer.ts';
import { messagingConsumer } from './messagingConsumer.ts';
import { messagingProducer } from './messagingProducer.ts';
import { sdkAutoInstrument } from './sdkAutoInstrument.ts';
import { sdkCodeLocation } from './sdkCodeLocation.ts';
import { sdkSetup } from './sdkSetup.ts';
import { spanFunction } from './spanFunction.ts';
import { spanSelection } from './spanSelection.ts';
import { baggageSet } from './baggageSet.ts';
import { baggageGet } from './baggageGet.ts';
import { baggageToAttributes } from './baggageToAttributes.ts';
import { logCorrelation } from './logCorrelation.ts';

/** Every code action. */
export const assists: readonly Assist[] = [
  linkAdd,
  semconvRename,
  logCorrelation,
  nameLowCardinality,
  baggageToAttributes,
  baggageGet,
  baggageSet,
  spanEnd,
  httpClient,
  httpServer,
  messagingConsumer,
  messagingProducer,
  spanError,
  contextCarry,
  spanFunction,
  spanAttributes,
  spanSelection,
  sdkAutoInstrument,
  sdkSetup,
  sdkCodeLocation,
];
