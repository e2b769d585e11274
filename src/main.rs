//! The program `escalade`: the command line of the library.

fn main() -> std::process::ExitCode {
    escalade::cli::main()
}
