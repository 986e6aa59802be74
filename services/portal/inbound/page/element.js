/** Builds elements without HTML text, so nothing that was fetched can become markup. */

const SVG = 'http://www.w3.org/2000/svg';

/** An element with attributes, listeners (`onclick: …`) and children; a child that is undefined is left out. */
export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [attribute, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) continue;
    if (typeof value === 'function') made.addEventListener(attribute.slice(2), value);
    else made.setAttribute(attribute, value === true ? '' : value);
  }
  made.append(...children.flat().filter((child) => child !== undefined));
  return made;
}

/** A picture of icons.svg. What it means stands beside it in words. */
export function icon(name) {
  const picture = document.createElementNS(SVG, 'svg');
  const use = document.createElementNS(SVG, 'use');
  use.setAttribute('href', `/page/icons.svg#${name}`);
  picture.setAttribute('aria-hidden', 'true');
  picture.append(use);
  return picture;
}

/** Terms and what they are; pairs without a value are left out. */
export function terms(className, pairs) {
  const shown = pairs.filter(([, value]) => value !== undefined && value !== '');
  return element(
    'dl',
    { class: className },
    shown.map(([term, value]) => element('div', {}, element('dt', {}, term), element('dd', {}, value))),
  );
}
