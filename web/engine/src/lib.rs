//! Escalade for a page: questions and answers as JSON in the memory of a WebAssembly module; simulated flasks are bytes behind
//! a zero. Everything that is computed,
//! worded or drawn comes from the library.
//!
//! The page asks for [`room`], writes its question there, calls [`answer`], and reads so many bytes where [`told`] says.

mod asked;
mod bench;
mod class;
mod desk;
mod files;
mod knowledge;
mod unknown;
mod watch;

use desk::Desk;
use std::cell::RefCell;

#[derive(Default)]
struct Memory {
    question: Vec<u8>,
    answer: Vec<u8>,
    desk: Desk,
}

thread_local! {
    static MEMORY: RefCell<Memory> = RefCell::default();
}

/// Where a question of so many bytes goes.
#[unsafe(no_mangle)]
pub extern "C" fn room(bytes: usize) -> *mut u8 {
    MEMORY.with_borrow_mut(|memory| {
        memory.question = vec![0; bytes];
        memory.question.as_mut_ptr()
    })
}

/// Answers the question in the room; gives the bytes of the answer.
#[unsafe(no_mangle)]
pub extern "C" fn answer() -> usize {
    MEMORY.with_borrow_mut(|memory| {
        let question = std::mem::take(&mut memory.question);
        memory.answer = asked::answer(&mut memory.desk, &question);
        memory.answer.len()
    })
}

/// Where the answer is.
#[unsafe(no_mangle)]
pub extern "C" fn told() -> *const u8 {
    MEMORY.with_borrow(|memory| memory.answer.as_ptr())
}
