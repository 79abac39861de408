import type { Assist } from './assist.ts';
import { spanEnd } from './spanEnd.ts';
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

/** Every code action. */
export const assists: readonly Assist[] = [
  spanEnd,
  httpClient,
  httpServer,
  messagingConsumer,
  messagingProducer,
  spanError,
  contextCarry,
  spanFunction,
  spanSelection,
  sdkAutoInstrument,
  sdkSetup,
  sdkCodeLocation,
];
