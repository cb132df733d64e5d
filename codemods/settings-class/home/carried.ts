export { missesNewFile } from '#pystd';
