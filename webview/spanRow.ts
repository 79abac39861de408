import { html, nothing, type TemplateResult } from 'lit/html.js';
import type { ServiceColours } from './colours.ts';
import { formatDuration } from '../src/trace/formatDuration.ts';
import { formatOffset, number } from './format.ts';
import { barOf } from './geometry.ts';
import { icon } from './icon.ts';
import { isError, marksOf } from './marks.ts';
import type { OpenTrace } from './openTrace.ts';
import type { TimeWindow } from './timeWindow.ts';
import { hasChildren } from './visibleSpans.ts';

/** VS Code's own, `workbench.tree.indent`. */
const INDENT = 8;

/** Deeper levels stand at the same place: a chain of thousands still has its names on screen. */
const DEEPEST_INDENT = 20;

/** One row of the waterfall: twistie, service, name, hint and marks; then the bar in its lane. */
export function spanRow(
  trace: OpenTrace,
  position: number,
  window: TimeWindow,
  colours: ServiceColours,
): TemplateResult {
  const { columns } = trace;
  const row = trace.visible[position]!;
  const name = columns.strings[columns.name[row]!]!;
  const service = columns.strings[columns.service[row]!]!;
  const hint = columns.strings[columns.hint[row]!]!;
  const depth = columns.depth[row]!;
  const parent = hasChildren(columns, row);
  const expanded = !trace.isCollapsed(row);
  const marks = marksOf(columns.status[row]!, columns.marks[row]!);
  const error = isError(columns.status[row]!);
  const duration = formatDuration(columns.end[row]! - columns.start[row]!);
  const offset = columns.start[row]! - trace.start;
  const colour = colours.of(service);
  const indent = Math.min(depth, DEEPEST_INDENT) * INDENT;
  return html`<div
    class="row span ${error ? 'failed' : ''}"
    id="span-${position}"
    role="row"
    data-position=${position}
    aria-rowindex=${position + 2}
    aria-level=${depth + 1}
    aria-expanded=${parent ? expanded : nothing}
    aria-selected=${row === trace.selected}
  >
    <div class="span-name" role="gridcell" style="padding-left:${indent}px">
      <span
        class="twistie codicon ${parent ? (expanded ? 'codicon-chevron-down' : 'codicon-chevron-right') : ''}"
      ></span>
      <i class="edge" style="background:${colour}"></i>
      <span class="span-text" title="${name} (${service})${hint && ` ${hint}`}"
        >${name}<span class="hint">${hint}</span></span
      >
      ${parent && !expanded ? html`<span class="folded" title="Spans below it">${number(columns.subtreeEnd[row]! - row - 1)}</span>` : nothing}
      ${marks.length > 0 ? html`<span class="marks">${marks.map((mark) => html`<span class="mark-${mark.kind}">${icon(mark.icon, mark.text)}</span>`)}</span>` : nothing}
    </div>
    <div class="lane" role="gridcell" aria-label="${duration}, starts at ${formatOffset(offset)}, ${service}">
      ${bar(Number(offset), Number(columns.end[row]! - trace.start), window, colour, duration)}
    </div>
  </div>`;
}

/** The duration stands after the bar: the lane ends before the pane does, so that there is always room. */
function bar(
  start: number,
  end: number,
  window: TimeWindow,
  colour: string,
  duration: string,
): TemplateResult {
  const place = barOf(start, end, window);
  if (place === 'before') return html`<span class="duration outside" style="left:0">‹ ${duration}</span>`;
  if (place === 'after') return html`<span class="duration outside" style="left:100%">› ${duration}</span>`;
  return html`<div class="bar" style="left:${place.left}%;width:${place.width}%;background:${colour}"></div>
    <span class="duration" style="left:${place.left + place.width}%">${duration}</span>`;
}
