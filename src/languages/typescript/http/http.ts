import type { HttpIdioms } from '../../idioms/http.ts';
import { clientAt } from './client.ts';
import { clients } from './clients.ts';
import { frameworks } from './frameworks.ts';
import { handlerAt } from './server.ts';

export const http: HttpIdioms = {
  clients: clients.map(({ library }) => library),
  frameworks: [...frameworks.map(({ name }) => name), 'NestJS'],
  clientAt,
  handlerAt,
};
