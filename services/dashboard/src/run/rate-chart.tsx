import { useEffect, useRef } from 'react';
import uPlot from 'uplot';
import { Card } from '../ui/card.tsx';
import { rate } from '../ui/format.ts';
import { useTheme } from '../ui/theme.ts';
import { type History, WINDOW } from './history.ts';

const HEIGHT = 210;

/** Pages and failures a second over the last minutes; drawn at most once per frame. */
export function RateChart({ history, over }: { history: History; over: boolean }) {
  const place = useRef<HTMLDivElement>(null);
  const [theme] = useTheme();

  // biome-ignore lint/correctness/useExhaustiveDependencies: a canvas has no CSS; its colours are read again when the theme changes
  useEffect(() => {
    const element = place.current;
    if (!element) return;
    const plot = new uPlot(options(element), history.columns(), element);
    let frame = 0;
    const draw = () => {
      frame ||= requestAnimationFrame(() => {
        frame = 0;
        const columns = history.columns();
        plot.setData(columns);
        // Without a cursor the legend tells the newest values.
        if (plot.cursor.idx == null) plot.setLegend({ idx: columns[0].length - 1 });
      });
    };
    const stopListening = history.listen(draw);
    const sizes = new ResizeObserver(() => plot.setSize({ width: element.clientWidth, height: HEIGHT }));
    sizes.observe(element);
    return () => {
      cancelAnimationFrame(frame);
      stopListening();
      sizes.disconnect();
      plot.destroy();
    };
  }, [history, theme]);

  const empty = over && history.columns()[0].length === 0;
  return (
    <Card kind="chart" title="Pages a second" about="since this page was opened">
      <div className="chart-place" ref={place} hidden={empty} />
      {empty && <p className="chart-empty">The run was over when this page was opened.</p>}
    </Card>
  );
}

function options(element: HTMLElement): uPlot.Options {
  const colour = colourReader(element);
  const axis = {
    stroke: colour('--muted'),
    grid: { stroke: colour('--line'), width: 1 },
    ticks: { show: false },
  };
  const show = (_: uPlot, value: number | null) => (value == null ? '–' : rate(value));
  return {
    width: element.clientWidth,
    height: HEIGHT,
    cursor: { y: false, points: { size: 7 } },
    legend: { live: true },
    scales: {
      x: {
        time: true,
        range: (_, least, most) => [
          Math.max(least ?? 0, (most ?? 60) - WINDOW),
          Math.max(most ?? 60, (least ?? 0) + 30),
        ],
      },
      y: { range: (_, _least, most) => [0, Math.max(1, (most ?? 1) * 1.1)] },
    },
    axes: [
      {
        ...axis,
        font: '11px system-ui',
        size: 28,
        space: 76,
        values: [
          [60, '{HH}:{mm}', null, null, null, null, null, null, 1],
          [1, '{HH}:{mm}:{ss}', null, null, null, null, null, null, 1],
        ],
      },
      { ...axis, font: '11px system-ui', size: 46, values: (_, ticks) => ticks.map((tick) => rate(tick)) },
    ],
    series: [
      {
        label: 'at',
        value: (_, second) => (second == null ? '–' : new Date(second * 1000).toLocaleTimeString('en-GB')),
      },
      {
        label: 'pages/s',
        stroke: colour('--accent'),
        fill: colour('--accent-wash'),
        width: 1.6,
        value: show,
        points: { show: false },
      },
      { label: 'failed/s', stroke: colour('--bad'), width: 1.2, value: show, points: { show: false } },
    ],
  };
}

/** Resolves a CSS variable to a colour a canvas understands. */
function colourReader(element: HTMLElement): (name: string) => string {
  return (name) => {
    const probe = document.createElement('span');
    probe.style.color = `var(${name})`;
    element.append(probe);
    const value = getComputedStyle(probe).color;
    probe.remove();
    return value;
  };
}
