/** What Dash, its components and Plotly put on `window`, and what we put there for them. Only the type check reads this. */
import type * as Leaflet from "leaflet";

declare global {
  interface Window {
    dash_clientside: DashClientside;
    DashRenderer: new () => unknown;
    citydeck: Record<string, any>;
    dashMantineFunctions?: Record<string, unknown>;
    renderer: unknown;
    L: typeof Leaflet;
    Plotly?: Plotly;
    React: React;
  }
  interface Performance {
    memory?: { usedJSHeapSize: number };
  }
}

interface DashClientside {
  no_update: unknown;
  callback_context: { triggered: { prop_id: string }[] };
  set_props(id: string | object, props: Record<string, unknown>): void;
  [namespace: string]: any;
}

export interface Plotly {
  newPlot(target: string | HTMLElement, data: any, layout?: any, config?: any): Promise<HTMLElement>;
  react(target: string | HTMLElement, data: any, layout?: any, config?: any): Promise<HTMLElement>;
  purge(graph: Element): void;
  toImage(graph: object, options: { format: string; width: number; height: number; scale: number }): Promise<string>;
}

interface React {
  Fragment: unknown;
  createElement(type: unknown, attributes: object | null, ...children: unknown[]): unknown;
}
