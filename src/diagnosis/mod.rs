//! Which mechanism the read-outs of a resistant culture speak for: the guides' decision order, followed
//! from read-outs alone, and scored against the truth that only the simulator knows.
