/* HTML that comes as one part of Dash (components/markup.py), drawn by React like any other. */
(function () {
  "use strict";

  function drawn(part) {
    if (Array.isArray(part)) return part.map(drawn);
    if (part === null || typeof part !== "object") return part;
    const { children, ...attributes } = part.props;
    const inner = children === undefined || children === null ? [] : [].concat(drawn(children));
    return window.React.createElement(part.type.toLowerCase(), attributes, ...inner);
  }

  function Markup({ tree }) {
    return window.React.createElement(window.React.Fragment, null, ...tree.map(drawn));
  }

  window.citydeck = Object.assign(window.citydeck || {}, { Markup });
})();
