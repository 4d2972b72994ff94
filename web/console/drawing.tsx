import { useId } from 'preact/hooks';

interface Point {
  x: number;
  y: number;
}

/** Units of the drawing; it is stretched over its place. */
const WIDTH = 1000;
const HEIGHT = 100;
/** What is left free above and below. */
const MARGIN = 4;

interface Props {
  /** What it shows, for those who do not see it. */
  label: string;
  /** In the order of x. */
  points: readonly Point[];
  /** Steps hold until the next point; default: lines from point to point. */
  isStepped?: boolean;
  /** Where the cursor stands. */
  at?: number;
  /** Tells which point is nearest to where somebody points. */
  onPoint?(index: number): void;
}

/** A number over time. */
export function Drawing({ label, points, isStepped = false, at, onPoint }: Props) {
  const id = useId();
  const first = points[0];
  const last = points[points.length - 1];
  if (!first || !last) return null;
  const most = Math.max(1, ...points.map(({ y }) => y));
  const span = Math.max(1, last.x - first.x);
  const xOf = ({ x }: Point) => ((x - first.x) / span) * WIDTH;
  const yOf = ({ y }: Point) => HEIGHT - MARGIN - (y / most) * (HEIGHT - 2 * MARGIN);
  const line = points
    .map((point, n) => {
      const [x, y] = [xOf(point).toFixed(1), yOf(point).toFixed(1)];
      return n === 0 ? `M${x} ${y}` : isStepped ? `H${x}V${y}` : `L${x} ${y}`;
    })
    .join('');
  const chosen = at === undefined ? undefined : points[at];
  const point = (event: PointerEvent & { currentTarget: SVGSVGElement }) => {
    if (event.type === 'pointermove' && event.buttons === 0) return;
    const { left, width } = event.currentTarget.getBoundingClientRect();
    const wanted = ((event.clientX - left) / width) * WIDTH;
    let nearest = 0;
    for (const [n, each] of points.entries())
      if (Math.abs(xOf(each) - wanted) <= Math.abs(xOf(points[nearest]!) - wanted)) nearest = n;
    onPoint?.(nearest);
  };
  return (
    <svg
      class="drawing"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={label}
      {...(onPoint && { onPointerDown: point, onPointerMove: point })}
    >
      <linearGradient id={id} x1="0" x2="0" y1="0" y2="1">
        <stop offset="0" class="from" />
        <stop offset="1" class="to" />
      </linearGradient>
      <path class="area" d={`${line}V${HEIGHT}H0Z`} fill={`url(#${id})`} />
      <path class="line" d={line} />
      {chosen && <line x1={xOf(chosen)} x2={xOf(chosen)} y1="0" y2={HEIGHT} />}
      {chosen && <path class="dot" d={`M${xOf(chosen)} ${yOf(chosen)}h0.01`} />}
    </svg>
  );
}
