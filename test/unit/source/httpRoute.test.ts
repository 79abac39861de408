import { expect, test } from 'vitest';
import { canonicalRoute } from '../../../src/source/routeTemplate.ts';
import { folderWith, indexOf, places, span } from './workspace.ts';

const folder = await folderWith({
  'web.py': [
    'from flask import Flask, Blueprint',
    'app = Flask(__name__)',
    '@app.route("/users/<int:id>")',
    'def show(id): pass',
    '@app.delete("/users/<id>")',
    'def remove(id): pass',
    '@app.get("/users/me")',
    'def me(): pass',
  ].join('\n'),
  'api.py': [
    'from fastapi import FastAPI, APIRouter',
    'router = APIRouter(prefix="/items")',
    '@router.get("/{item_id:path}")',
    'async def read_item(item_id): pass',
    'app = FastAPI()',
    'app.include_router(router, prefix="/v2")',
  ].join('\n'),
  'one.js': [
    "const router = require('express').Router();",
    "router.get('/:id', (req, res) => {});",
    "router.get('/', list);",
    'function list(req, res) {}',
    'module.exports = router;',
  ].join('\n'),
  'two.js':
    "const router = require('express').Router();\nrouter.get('/:id', (req, res) => {});\nmodule.exports = router;\n",
  'app.js':
    "const app = require('express')();\napp.use('/one', require('./one'));\napp.all('/any', controller.any);\n",
  'controller.js': 'exports.any = function any(req, res) {};\n',
});
const index = await indexOf(folder);

function found(route: string, method: string, language = ''): string[] {
  const attributes = { ...(route && { 'http.route': route }), 'http.request.method': method };
  return places([span({ kind: 'SERVER', name: method, language, attributes })], index);
}

test('the same template in the syntax of every framework', () => {
  for (const template of [
    '/users/<int:id>',
    '/users/:id',
    '/users/{id}',
    '/users/:id(\\d+)/',
    '/users/<uid>',
  ]) {
    expect(canonicalRoute(template)).toBe('/users/{}');
  }
  expect(canonicalRoute('/files/<path:name>')).toBe(canonicalRoute('/files/{name:path}'));
});

test('method and template lead to the handler', () => {
  expect(found('/users/<int:id>', 'GET')).toEqual(['web.py:4 0.90']);
  expect(found('/users/<id>', 'DELETE')).toEqual(['web.py:6 0.90']);
});

test('HEAD is answered by the handler of GET, another method by none', () => {
  expect(found('/users/<int:id>', 'HEAD')).toEqual(['web.py:4 0.90']);
  expect(found('/users/<int:id>', 'PATCH')).toEqual([]);
});

test('a prefix in the same file belongs to the template', () => {
  expect(found('/v2/items/{item_id:path}', 'GET')).toEqual(['api.py:4 0.90']);
});

test('a router that another file mounts is told from its twin', () => {
  expect(found('/one/:id', 'GET')).toEqual(['one.js:2 0.89']);
});

test('a router that nobody is seen to mount is found by the end of the template, with doubt', () => {
  expect(found('/elsewhere/:id', 'GET', 'nodejs')).toEqual(['one.js:2 0.45', 'two.js:2 0.45']);
});

test('a mounted router’s own root', () => {
  expect(found('/one', 'GET', 'nodejs')).toContain('one.js:4 0.89');
});

test('all methods, and a handler that is defined in another file', () => {
  expect(found('/any', 'PUT')).toEqual(['controller.js:1 0.90']);
});

test('a span named after its route says as much as http.route', () => {
  expect(places([span({ kind: 'SERVER', name: 'GET /users/<int:id>' })], index)).toEqual(['web.py:4 0.90']);
});

test('the path of a request finds the template that serves it, the literal one first', () => {
  const request = (path: string) => span({ kind: 'SERVER', name: 'GET', attributes: { 'url.path': path } });
  expect(places([request('/users/17')], index)).toEqual(['web.py:4 0.45', 'web.py:6 0.45']);
  expect(places([request('/users/me')], index)).toEqual(['web.py:8 0.75']);
});

test('a Python route is no place for a JavaScript span', () => {
  expect(found('/users/me', 'GET', 'nodejs')).not.toContain('web.py:8 0.90');
});

test('the route of the server that a client calls is not the client’s place', () => {
  const client = span({
    kind: 'CLIENT',
    attributes: { 'http.route': '/users/me', 'http.request.method': 'GET' },
  });
  expect(places([client], index)).toEqual([]);
});
